package dev.lockkeeper.activities.ssh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node as the pool reaches it: each use takes the connection of that moment. */
final class PooledConnection implements SshConnection {
  private static final Logger log = LoggerFactory.getLogger(PooledConnection.class);

  /** Counts what arrived, so that a connection lost half-way does not put half a file in place. */
  private static final String WRITE =
      """
      if [ -d "$1" ]; then echo "$1 is a directory" >&2; exit 3; fi
      umask 077
      new="$1.new.$$"
      trap 'rm -f -- "$new"' EXIT
      cat > "$new" || exit 4
      if [ "$(wc -c < "$new")" -ne "$2" ]; then echo "the text was cut short" >&2; exit 5; fi
      chmod "$3" -- "$new" && mv -f -- "$new" "$1"
      """;

  /** Where the slot comes from; looking it up resolves the credential profile. */
  interface SlotSource {
    Slot get() throws BadCredentials;
  }

  /** Something done with an open session. */
  interface SessionWork {
    void with(RemoteSession session) throws IOException, SshFailure, InterruptedException;
  }

  private final SshTarget target;
  private final SlotSource slots;
  private final SshSettings settings;
  private final Background background;
  private final Transfers transfers;

  PooledConnection(
      SshTarget target,
      SlotSource slots,
      SshSettings settings,
      Background background,
      Transfers transfers) {
    this.target = target;
    this.slots = slots;
    this.settings = settings;
    this.background = background;
    this.transfers = transfers;
  }

  @Override
  public SshTarget target() {
    return target;
  }

  LocalSums sums() {
    return transfers.sums();
  }

  SshSettings settings() {
    return settings;
  }

  @Override
  public CommandResult run(Command command) throws SshFailure, InterruptedException {
    return execute(command, null);
  }

  @Override
  public CommandResult follow(Command command, Consumer<String> onLine)
      throws SshFailure, InterruptedException {
    return execute(command, onLine);
  }

  private CommandResult execute(Command command, @Nullable Consumer<String> onLine)
      throws SshFailure, InterruptedException {
    // Before anything is opened, since what cannot be carried is a mistake of the caller's.
    String rendered = command.render();
    log.debug("{}: {}", target.address(), command);
    CommandResult result = new Execution(openSession(), target, command, rendered).run(onLine);
    log.debug("{}: {} after {}", target.address(), result.ending(), result.took());
    return result;
  }

  @Override
  public UploadResult upload(Path local, String remotePath, TransferListener listener)
      throws SshFailure, InterruptedException {
    Upload upload = new Upload(this, local, checked(remotePath), listener);
    Lock turn = transfers.turn(target, remotePath);
    turn.lockInterruptibly();
    try {
      return upload.run();
    } finally {
      turn.unlock();
    }
  }

  @Override
  public void write(String text, String remotePath, int mode)
      throws SshFailure, InterruptedException {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    CommandResult result =
        run(
            Command.sh(
                    WRITE,
                    checked(remotePath),
                    Integer.toString(bytes),
                    "%04o".formatted(mode & 07777))
                .withInput(text));
    if (!result.succeeded()) {
      throw new TransferFailed(
          "Writing %s on %s failed: %s"
              .formatted(
                  remotePath,
                  target.address(),
                  result.errors().isBlank() ? result.ending() : result.errors().strip()),
          null,
          false);
    }
  }

  @Override
  public Tunnel tunnel(String remoteHost, int remotePort) throws SshFailure, InterruptedException {
    return PortForward.open(this, new SshTarget(remoteHost, remotePort, "none"), background);
  }

  private static String checked(String remotePath) {
    if (remotePath.isEmpty() || remotePath.startsWith("~") || remotePath.endsWith("/")) {
      throw new IllegalArgumentException(
          "'"
              + remotePath
              + "' is no path of a file: write it absolute or relative to the login directory,"
              + " without ~");
    }
    return remotePath;
  }

  /** Enters the connection; the caller leaves it. */
  Link enter() throws SshFailure, InterruptedException {
    return slots.get().enter();
  }

  /** Opens a session, works with it, and closes it. */
  void withSession(SessionWork work) throws SshFailure, InterruptedException {
    try (RemoteSession session = openSession()) {
      try {
        work.with(session);
      } catch (IOException failure) {
        Causes.rethrowInterrupt(failure);
        throw lost(failure);
      }
    }
  }

  /**
   * Opens a session. A connection that turns out to be dead is replaced once without the caller
   * noticing, since nothing was sent over it.
   */
  private RemoteSession openSession() throws SshFailure, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      Link link = enter();
      boolean opened = false;
      try {
        RemoteSession session = link.openSession();
        opened = true;
        return session;
      } catch (IOException failure) {
        Causes.rethrowInterrupt(failure);
        if (link.alive() || attempt == 2) {
          throw lost(failure);
        }
      } finally {
        if (!opened) {
          link.leave();
        }
      }
    }
  }

  private Unreachable lost(IOException failure) {
    return new Unreachable(
        "The SSH connection to " + target.address() + " failed: " + Causes.describe(failure),
        failure);
  }
}
