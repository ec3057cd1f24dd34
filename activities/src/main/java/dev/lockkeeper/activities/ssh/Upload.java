package dev.lockkeeper.activities.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts one file on a node, going on where an earlier attempt ended. */
final class Upload {
  /**
   * Makes its directory. Sizes and checksums of the file and of its part, as far as they matter.
   */
  private static final String INSPECT =
      NodeSum.FUNCTION
          + """
          if [ -d "$1" ]; then echo "$1 is a directory" >&2; exit 3; fi
          case $1 in */*)
            [ -d "${1%/*}/" ] || (umask 077 && mkdir -p -- "${1%/*}/") || exit 3 ;;
          esac
          if [ -f "$1" ] && [ "$(wc -c < "$1")" -eq "$2" ]; then
            sum_of "$1" || exit 4
            echo "whole $2 $sum"
          fi
          if [ -f "$1.part" ]; then
            size=$(($(wc -c < "$1.part")))
            if [ "$size" -le "$2" ]; then
              sum_of "$1.part" || exit 4
              echo "part $size $sum"
            fi
          fi
          """;

  /** How often it is begun when somebody else, such as a worker cut off, writes the same part. */
  private static final int TRIES = 3;

  private final PooledConnection connection;
  private final Path local;
  private final String remotePath;
  private final TransferListener listener;

  Upload(PooledConnection connection, Path local, String remotePath, TransferListener listener) {
    this.connection = connection;
    this.local = local;
    this.remotePath = remotePath;
    this.listener = listener;
  }

  UploadResult run() throws SshFailure, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return once();
      } catch (TransferFailed altered) {
        if (!altered.retryable() || attempt == TRIES) {
          throw altered;
        }
      }
    }
  }

  private UploadResult once() throws SshFailure, InterruptedException {
    long size = localSize();
    listener.progress(0, size);
    RemoteState before = inspect(size);
    boolean somethingIsThere = !before.wholeSum().isEmpty() || before.partSize() > 0;
    long offset = 0;
    if (somethingIsThere) {
      Sha256 sum = localSum(size, before.partSize());
      if (before.wholeSum().equals(sum.whole())) {
        listener.progress(size, size);
        return new UploadResult(0, true);
      }
      offset = before.partSum().equals(sum.prefix()) ? before.partSize() : 0;
    }
    send(offset, size);
    return new UploadResult(size - offset, false);
  }

  private void send(long offset, long size) throws SshFailure, InterruptedException {
    connection.withSession(
        session -> {
          Optional<Sending.Refusal> refusal =
              new Sending(session, local, remotePath, listener, connection.settings().silence())
                  .send(offset, size);
          if (refusal.isPresent()) {
            boolean again = refusal.get().status() == Sending.ALTERED;
            throw failed(refusal.get().why(), null, again);
          }
        });
  }

  private long localSize() throws TransferFailed {
    try {
      return Files.size(local);
    } catch (IOException missing) {
      throw failed("the local file cannot be read: " + missing, missing, false);
    }
  }

  private Sha256 localSum(long size, long prefix) throws TransferFailed, InterruptedException {
    try {
      Sha256 sum = prefix == 0 ? connection.sums().of(local) : Sha256.of(local, prefix);
      if (sum.size() != size) {
        throw failed("the local file changed while it was read", null, true);
      }
      return sum;
    } catch (IOException unreadable) {
      throw failed("the local file cannot be read: " + unreadable, unreadable, false);
    }
  }

  /** What is on the node; empty checksums for what is not. */
  private record RemoteState(String wholeSum, long partSize, String partSum) {}

  private RemoteState inspect(long size) throws SshFailure, InterruptedException {
    CommandResult result =
        connection.run(
            Command.sh(INSPECT, remotePath, Long.toString(size)).within(timeToSum(size)));
    if (!result.succeeded()) {
      throw failed(reason(result), null, false);
    }
    RemoteState state = new RemoteState("", 0, "");
    for (String line : result.output().lines().toList()) {
      String[] words = line.split(" ");
      if (words.length == 3 && words[0].equals("whole")) {
        state = new RemoteState(words[2], state.partSize(), state.partSum());
      } else if (words.length == 3 && words[0].equals("part")) {
        state = new RemoteState(state.wholeSum(), Long.parseLong(words[1]), words[2]);
      }
    }
    return state;
  }

  private static String reason(CommandResult result) {
    return result.errors().isBlank() ? result.ending() : result.errors().strip();
  }

  /** A minute, and as long as a slow disk of 5 MB/s takes for two files of this size. */
  private static Duration timeToSum(long size) {
    return Duration.ofSeconds(60 + size / 2_500_000);
  }

  private TransferFailed failed(String why, @Nullable Exception cause, boolean retryable) {
    return new TransferFailed(
        "Uploading "
            + local
            + " to "
            + remotePath
            + " on "
            + connection.target().address()
            + " failed: "
            + why,
        cause,
        retryable);
  }
}
