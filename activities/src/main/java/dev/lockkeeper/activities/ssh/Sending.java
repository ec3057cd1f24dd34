package dev.lockkeeper.activities.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.schmizz.sshj.connection.channel.direct.Session;

/**
 * Sends the rest of a file as the input of a command. That needs a third of the work of SFTP on
 * both sides: nothing is confirmed piece by piece (sshj 0.40, OpenSSH 9.2), and OpenSSH itself sees
 * to it that what arrives is what was sent.
 */
final class Sending {
  /** Status of a receiver that took all of it, but not alone, or not to the end. */
  static final int ALTERED = 5;

  private static final String REFUSED = "lockkeeper: not written";

  /**
   * Receives what comes after the first $2 bytes of the part of $1, and puts it in place if it then
   * has $3 bytes. What is there goes into a file of its own first: a command of a lost connection
   * may still hold the old one open, and write to it; and whether it is still that file is seen in
   * the end. A failure is told at once, but nobody leaves before the input ends: OpenSSH 9.2 ends
   * the whole connection when data comes for a command that has left.
   */
  private static final String RECEIVE =
      """
      part=$1.part into=$1.part mine=
      [ "$2" -eq 0 ] || into=$part.new
      if rm -f -- "$into" && {
        { [ "$2" -eq 0 ] || { head -c "$2" -- "$part" && mv -f -- "$into" "$part"; }; } \
          && cat && { [ ! "$part" -ef /dev/fd/1 ] || mine=yes; }
      } > "$into"; then
        [ -n "$mine" ] || { echo "somebody else took its part away" >&2; exit %1$d; }
        size=$(($(wc -c < "$part")))
        [ "$size" -eq "$3" ] || { echo "$size of its $3 bytes arrived" >&2; exit %1$d; }
        mv -f -- "$part" "$1"
        exit
      fi
      echo "%2$s"
      cat > /dev/null
      exit 1
      """
          .formatted(ALTERED, REFUSED);

  private static final int CHUNK = 32 * 1024;
  private static final int REPORT_EVERY = 1024 * 1024;
  private static final int COMPLAINT_LIMIT = 4 * 1024;

  /** For a node whose disk hangs; a node that is gone is noticed much sooner. */
  private static final Duration WRITE_TIMEOUT = Duration.ofMinutes(5);

  private final RemoteSession remote;
  private final Path local;
  private final String remotePath;
  private final TransferListener listener;
  private final Duration silence;
  private final BoundedText answer = new BoundedText(COMPLAINT_LIMIT);
  private final BoundedText complaint = new BoundedText(COMPLAINT_LIMIT);
  private volatile boolean refused;
  private volatile long lastProgress = System.nanoTime();

  /**
   * @param silence after which a connection that takes no more bytes is cut; sshj's keep-alive
   *     cannot do it, because it waits for the write that hangs
   */
  Sending(
      RemoteSession remote,
      Path local,
      String remotePath,
      TransferListener listener,
      Duration silence) {
    this.remote = remote;
    this.local = local;
    this.remotePath = remotePath;
    this.listener = listener;
    this.silence = silence;
  }

  /** Why a node did not put a file in place, and the receiver's status. */
  record Refusal(int status, String why) {}

  /**
   * Sends the bytes from the offset on; with offset 0 the remote file is begun anew.
   *
   * @return empty when all of it is in place
   */
  Optional<Refusal> send(long offset, long size) throws IOException, InterruptedException {
    Session.Command receiver =
        remote
            .session()
            .exec(
                Quoting.commandLine(
                    List.of(
                        "sh",
                        "-c",
                        RECEIVE,
                        "lockkeeper",
                        remotePath,
                        Long.toString(offset),
                        Long.toString(size))));
    CompletableFuture<Void> silent = drain(receiver);
    var watch = remote.link().background().every(silence.dividedBy(4), this::cutIfStuck);
    try (FileChannel channel = FileChannel.open(local, StandardOpenOption.READ)) {
      OutputStream out = receiver.getOutputStream();
      channel.position(offset);
      copy(Channels.newInputStream(channel), out, offset, size);
      // Not by try-with-resources: sshj may throw one and the same exception again when closing,
      // which Java then refuses to suppress. After a failure the end of the session closes it.
      out.close();
    } finally {
      watch.cancel(false);
    }
    return ending(receiver, silent);
  }

  private void hear(byte[] bytes) {
    answer.append(bytes);
    refused = answer.text().contains(REFUSED);
  }

  private CompletableFuture<Void> drain(Session.Command receiver) throws IOException {
    Drain output = new Drain(receiver.getInputStream(), this::hear);
    Drain errors = new Drain(receiver.getErrorStream(), complaint::append);
    Background background = remote.link().background();
    if (background.start(output).isCancelled() || background.start(errors).isCancelled()) {
      throw new IOException("the pool of SSH connections was closed");
    }
    return CompletableFuture.allOf(output.ended(), errors.ended());
  }

  private void copy(InputStream in, OutputStream out, long offset, long size)
      throws IOException, InterruptedException {
    long done = offset;
    long reported = offset;
    byte[] buffer = new byte[CHUNK];
    for (int length = in.read(buffer); length >= 0 && !refused; length = in.read(buffer)) {
      out.write(buffer, 0, length);
      lastProgress = System.nanoTime();
      done += length;
      if (done - reported >= REPORT_EVERY || done == size) {
        listener.progress(done, size);
        reported = done;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException("Interrupted while uploading " + local);
      }
    }
  }

  /** Waits until the receiver has ended; empty when it ended well. */
  private Optional<Refusal> ending(Session.Command receiver, CompletableFuture<Void> silent)
      throws IOException, InterruptedException {
    try {
      silent.get(WRITE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new IOException("the node has not written the file after " + WRITE_TIMEOUT, late);
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof IOException lost
          ? lost
          : new IOException(failure.getCause());
    }
    receiver.join(WRITE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    Integer status = receiver.getExitStatus();
    if (status == null) {
      throw new IOException("the channel ended without an exit status");
    }
    if (status == 0) {
      return Optional.empty();
    }
    String said = complaint.text().strip();
    return Optional.of(new Refusal(status, said.isEmpty() ? "exit status " + status : said));
  }

  private void cutIfStuck() {
    if (System.nanoTime() - lastProgress > silence.toNanos()) {
      remote.link().kill();
    }
  }
}
