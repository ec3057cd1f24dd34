package dev.lockkeeper.activities.job;

import dev.lockkeeper.activities.ssh.Command;
import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.ssh.SshTarget;
import dev.lockkeeper.activities.ssh.TransferListener;
import dev.lockkeeper.activities.ssh.Tunnel;
import dev.lockkeeper.activities.ssh.UploadResult;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A way to a node that a test listens to, or disturbs. */
class Relay implements SshConnection {
  private final SshConnection node;

  Relay(SshConnection node) {
    this.node = node;
  }

  @Override
  public SshTarget target() {
    return node.target();
  }

  @Override
  public CommandResult run(Command command) throws SshFailure, InterruptedException {
    return node.run(command);
  }

  @Override
  public CommandResult follow(Command command, Consumer<String> onLine)
      throws SshFailure, InterruptedException {
    return node.follow(command, onLine);
  }

  @Override
  public UploadResult upload(Path local, String remotePath, TransferListener listener)
      throws SshFailure, InterruptedException {
    return node.upload(local, remotePath, listener);
  }

  @Override
  public void write(String text, String remotePath, int mode)
      throws SshFailure, InterruptedException {
    node.write(text, remotePath, mode);
  }

  @Override
  public Tunnel tunnel(String remoteHost, int remotePort) throws SshFailure, InterruptedException {
    return node.tunnel(remoteHost, remotePort);
  }
}
