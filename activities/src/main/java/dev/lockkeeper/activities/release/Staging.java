package dev.lockkeeper.activities.release;

import dev.lockkeeper.activities.ssh.Command;
import dev.lockkeeper.activities.ssh.CommandResult;
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

/**
 * Brings a release to a node and unpacks it beside what is there. Doing it again changes nothing.
 */
public final class Staging {
  private static final String UNPACK = ScriptResource.read(Staging.class, "unpack.sh");
  private static final String MAKE_DIRECTORY =
      "umask 077; mkdir -p \"$HOME/.lockkeeper/releases/$1\"";
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
    String archive =
        release.archive() == null
            ? String.valueOf(release.onNodes())
            : bring(node, release, release.archive(), pulse);
    pulse.say("unpacking");
    CommandResult result =
        patient.call(
            pulse,
            () ->
                node.run(
                    Command.sh(UNPACK, archive, release.sha256(), home, top, proof)
                        .within(UNPACK_LIMIT)));
    if (!result.succeeded()) {
      throw new StepFailed(
          FailureReason.FAILED_COMMAND,
          result.errors().strip() + " (unpacking: " + result.ending() + ")");
    }
    return home + " " + result.output().strip();
  }

  /**
   * Brings the archive alone, unless it is there.
   *
   * @param archive its path on the worker
   * @return where it lies on the node
   */
  public String bring(SshConnection node, Release release, String archive, Pulse pulse)
      throws SshFailure, StepFailed, InterruptedException {
    Path local = Path.of(archive);
    String directory = ".lockkeeper/releases/" + release.sha256();
    String remote = directory + "/" + local.getFileName();
    CommandResult made =
        patient.call(pulse, () -> node.run(Command.sh(MAKE_DIRECTORY, release.sha256())));
    if (!made.succeeded()) {
      throw new StepFailed(
          FailureReason.FAILED_COMMAND,
          made.errors().strip() + " (making ~/" + directory + ": " + made.ending() + ")");
    }
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
