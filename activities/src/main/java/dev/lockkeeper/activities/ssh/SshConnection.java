package dev.lockkeeper.activities.ssh;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A node as it is reached over SSH. Safe for many threads; connects when first used and again when
 * the connection was lost. Closing is the pool's business.
 *
 * <p>Every method throws {@link InterruptedException} soon after its thread is interrupted; a
 * command that was running is then killed on the node.
 */
public interface SshConnection {

  /** The node this leads to. */
  SshTarget target();

  /** Runs a command to its end. */
  CommandResult run(Command command) throws SshFailure, InterruptedException;

  /**
   * Runs a command and hands on each line of its standard output as it arrives, on the calling
   * thread and without the line break. What the listener throws stops the command and is thrown on.
   */
  CommandResult follow(Command command, Consumer<String> onLine)
      throws SshFailure, InterruptedException;

  /**
   * Puts a file on the node: into {@code <remotePath>.part}, going on where an earlier attempt
   * ended, then by rename into place once all of it has arrived. Sends nothing if a file with its
   * SHA-256 is there already. Whoever uses a file whose SHA-256 is known compares it there and
   * then: here SSH alone guards the bytes on their way.
   *
   * @param remotePath absolute, or relative to the login directory; a directory that is missing is
   *     made, for its owner alone
   */
  UploadResult upload(Path local, String remotePath, TransferListener listener)
      throws SshFailure, InterruptedException;

  /**
   * Writes a small text file atomically: whoever reads it sees the old or the new text, never a
   * part. The new file has the given mode from its first byte.
   *
   * @param mode permission bits, such as 0600 (octal)
   */
  void write(String text, String remotePath, int mode) throws SshFailure, InterruptedException;

  /**
   * Opens a local port that leads to an address the node can reach. It outlives the connection:
   * each client that connects uses the connection of that moment.
   */
  Tunnel tunnel(String remoteHost, int remotePort) throws SshFailure, InterruptedException;
}
