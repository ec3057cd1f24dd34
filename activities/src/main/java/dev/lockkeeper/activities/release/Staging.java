package dev.lockkeeper.activities.release;

import dev.lockkeeper.activities.ssh.Command;
import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.activities.ssh.NodeSum;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.Patient;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.activities.step.ScriptResource;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Release;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings a release to a node and unpacks it beside what is there. Doing it again changes nothing.
 */
public final class Staging {
  private static final String UNPACK =
      NodeSum.FUNCTION + ScriptResource.read(Staging.class, "unpack.sh");

  /**
   * What was brought is brought once more then; what lies there by itself is somebody's mistake.
   */
  private static final int WRONG_SUM = 4;

  private static final Duration UNPACK_LIMIT = Duration.ofMinutes(20);

  private final Patient patient;

  public Staging(Patient patient) {
    this.patient = patient;
  }

  /**
   * @param home directory that the release shall become on the node
   * @param top top directory in the archive; {@link ReleaseArchive#NO_TOP} if it has none
   * @param proof a file below it that proves what the release is
   * @return what was done, in a few words
   */
  public String stage(
      SshConnection node, Release release, String home, String top, String proof, Pulse pulse)
      throws SshFailure, StepFailed, InterruptedException {
    List<String> how = List.of(release.sha256(), home, top, proof);
    String local = release.archive();
    CommandResult result =
        unpack(
            node,
            local == null ? String.valueOf(release.onNodes()) : bring(node, release, local, pulse),
            how,
            pulse);
    if (local != null && result.status() == WRONG_SUM) {
      result = unpack(node, bring(node, release, local, pulse), how, pulse);
    }
    if (!result.succeeded()) {
      throw new StepFailed(
          FailureReason.FAILED_COMMAND,
          result.errors().strip() + " (unpacking: " + result.ending() + ")");
    }
    return home + " " + result.output().strip();
  }

  private CommandResult unpack(SshConnection node, String archive, List<String> how, Pulse pulse)
      throws SshFailure, StepFailed, InterruptedException {
    pulse.say("unpacking");
    List<String> arguments = new ArrayList<>(List.of(archive));
    arguments.addAll(how);
    Command command = Command.sh(UNPACK, arguments.toArray(String[]::new)).within(UNPACK_LIMIT);
    return patient.call(pulse, () -> node.run(command));
  }

  /**
   * Brings the archive alone, unless it is there. Its SHA-256 is compared when it is unpacked.
   *
   * @param archive its path on the worker
   * @return where it lies on the node
   */
  public String bring(SshConnection node, Release release, String archive, Pulse pulse)
      throws SshFailure, StepFailed, InterruptedException {
    Path local = Path.of(archive);
    String remote = ".lockkeeper/releases/" + release.sha256() + "/" + local.getFileName();
    patient.call(
        pulse,
        () ->
            node.upload(
                local,
                remote,
                (done, total) ->
                    pulse.say("sent " + (done >> 20) + " of " + (total >> 20) + " MiB")));
    return "~/" + remote;
  }
}
