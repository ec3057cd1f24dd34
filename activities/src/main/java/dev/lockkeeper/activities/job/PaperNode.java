package dev.lockkeeper.activities.job;

import dev.lockkeeper.activities.ssh.Command;
import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.activities.ssh.Quoting;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshTarget;
import dev.lockkeeper.activities.ssh.TransferListener;
import dev.lockkeeper.activities.ssh.Tunnel;
import dev.lockkeeper.activities.ssh.UploadResult;
import dev.lockkeeper.workflows.model.Rendering;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A node that is never reached: it takes the job that would run on it, and nothing else. */
public final class PaperNode implements SshConnection {
  private final SshTarget target;
  private final Consumer<Rendering> taken;

  /**
   * @param taken is given each job
   */
  public PaperNode(SshTarget target, Consumer<Rendering> taken) {
    this.target = target;
    this.taken = taken;
  }

  void take(JobScript script) {
    taken.accept(new Rendering(Quoting.commandLine(script.arguments()), script.body()));
  }

  @Override
  public SshTarget target() {
    return target;
  }

  @Override
  public CommandResult run(Command command) {
    throw nothing();
  }

  @Override
  public CommandResult follow(Command command, Consumer<String> onLine) {
    throw nothing();
  }

  @Override
  public UploadResult upload(Path local, String remotePath, @Nullable TransferListener listener) {
    throw nothing();
  }

  @Override
  public void write(String text, String remotePath, int mode) {
    throw nothing();
  }

  @Override
  public Tunnel tunnel(String remoteHost, int remotePort) {
    throw nothing();
  }

  private IllegalStateException nothing() {
    return new IllegalStateException("on paper nothing runs on " + target.host());
  }
}
