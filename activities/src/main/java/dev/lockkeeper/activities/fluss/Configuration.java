package dev.lockkeeper.activities.fluss;

import dev.lockkeeper.activities.release.ReleaseArchive;
import dev.lockkeeper.activities.ssh.Command;
import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.fluss.ConfigurationChange;
import dev.lockkeeper.workflows.fluss.FlussRole;
import dev.lockkeeper.workflows.fluss.NodeInspection;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Release;
import dev.lockkeeper.workflows.model.Version;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Writes the configuration of a staged release on a node. Doing it again gives the same file. */
final class Configuration {
  private static final String READ = "cat -- \"$1\"";
  private static final String READ_PACKED = "tar -xzOf \"$1\" \"$2\"";

  /**
   * The shipped file is kept, so that a second pass starts from it and not from the first pass's
   * result.
   */
  private static final String KEEP_SHIPPED =
      "set -e; cd \"$1/conf\"; [ -e server.yaml.shipped ] || { cp server.yaml server.yaml.new; mv server.yaml.new server.yaml.shipped; }; cat server.yaml.shipped";

  /**
   * Jars for the data lake that the operator put beside those of the release (vendor's page, step
   * 2). Not the vendor's own, named fluss-…: two releases of one plugin must not lie side by side.
   */
  private static final String CARRY_JARS =
      "set -e; [ -d \"$1/plugins\" ] || exit 0; cd \"$1/plugins\"; find . -name '*.jar' ! -name 'fluss-*' | while IFS= read -r jar; do"
          + " [ -e \"$2/plugins/$jar\" ] || { mkdir -p \"$2/plugins/$(dirname \"$jar\")\"; cp -p \"$jar\" \"$2/plugins/$jar.part\"; mv \"$2/plugins/$jar.part\" \"$2/plugins/$jar\"; echo \"$jar\"; }; done";

  private static final int FILE_MODE = 0600;

  private final SshConnection connection;
  private final String node;

  Configuration(SshConnection connection, String node) {
    this.connection = connection;
    this.node = node;
  }

  ConfigurationChange carryOver(
      FlussRole role, NodeInspection inspection, String version, Map<String, String> options)
      throws StepFailed, SshFailure, InterruptedException {
    Version target = Version.of(version);
    String newPath = newPath(inspection);
    ServerYaml running = running(inspection);
    ServerYaml shipped =
        ServerYaml.parse(
            output(
                Command.sh(KEEP_SHIPPED, inspection.newHome()), "reading the shipped " + newPath));
    ServerYaml next = running.carriedInto(shipped, role, target, options);
    connection.write(next.text(), newPath, FILE_MODE);
    List<String> notes = new ArrayList<>(next.notes(target));
    if (running.option("datalake.format").isPresent()) {
      String jars =
          output(
              Command.sh(CARRY_JARS, inspection.home(), inspection.newHome()),
              "copying the jars of the data lake");
      jars.lines()
          .forEach(jar -> notes.add("carried over plugins/" + jar.replaceFirst("^\\./", "")));
    }
    return change(role, inspection, running, next, notes);
  }

  /**
   * What {@link #carryOver} would write, while the release is still packed.
   *
   * @param release where it lies, packed
   * @param top its top directory
   */
  ConfigurationChange preview(
      FlussRole role,
      NodeInspection inspection,
      Release release,
      String top,
      Map<String, String> options)
      throws StepFailed, SshFailure, InterruptedException {
    String shipped = top + "/conf/server.yaml";
    String text =
        release.archive() == null
            ? output(
                Command.sh(READ_PACKED, String.valueOf(release.onNodes()), shipped),
                "reading " + shipped + " in " + release.onNodes())
            : ReleaseArchive.text(Path.of(release.archive()), shipped);
    Version target = release.parsedVersion();
    ServerYaml running = running(inspection);
    ServerYaml next = running.carriedInto(ServerYaml.parse(text), role, target, options);
    return change(role, inspection, running, next, next.notes(target));
  }

  private ServerYaml running(NodeInspection inspection)
      throws StepFailed, SshFailure, InterruptedException {
    if (inspection.server() == null) {
      throw new StepFailed(
          FailureReason.INVALID,
          "no server runs on " + node + " whose configuration could be carried over");
    }
    String path = oldPath(inspection);
    return ServerYaml.parse(output(Command.sh(READ, path), "reading " + path));
  }

  private ConfigurationChange change(
      FlussRole role,
      NodeInspection inspection,
      ServerYaml running,
      ServerYaml next,
      List<String> notes) {
    String difference =
        ConfigurationDifference.between(
            node, oldPath(inspection), running.lines(), newPath(inspection), next.lines());
    return new ConfigurationChange(difference, next.port(role), notes);
  }

  private static String oldPath(NodeInspection inspection) {
    return Objects.requireNonNull(inspection.server()).configuration() + "/server.yaml";
  }

  private static String newPath(NodeInspection inspection) {
    return inspection.newHome() + "/conf/server.yaml";
  }

  private String output(Command command, String what)
      throws StepFailed, SshFailure, InterruptedException {
    CommandResult result = connection.run(command.keeping(1 << 20));
    if (!result.succeeded() || result.truncated()) {
      throw new StepFailed(
          FailureReason.FAILED_COMMAND,
          result.errors().strip() + " (" + what + " on " + node + ": " + result.ending() + ")");
    }
    return result.output();
  }
}
