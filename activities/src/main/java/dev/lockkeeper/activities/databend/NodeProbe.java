package dev.lockkeeper.activities.databend;

import dev.lockkeeper.activities.host.HostLook;
import dev.lockkeeper.activities.host.HostSight;
import dev.lockkeeper.activities.ssh.Command;
import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.ScriptResource;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.databend.DatabendRole;
import dev.lockkeeper.workflows.model.Node;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one round trip to a node brings back.
 *
 * @param values single values by name
 * @param missing tools the node lacks
 * @param processes the daemons of the asked kind that run there, of whatever installation
 * @param host what the host says; absent where it was not asked
 */
record NodeProbe(
    Map<String, String> values,
    List<String> missing,
    List<ProcessLine> processes,
    @Nullable HostSight host) {
  private static final HostLook INSPECT =
      HostLook.around(
          ScriptResource.read(NodeProbe.class, "processes.sh")
              + ScriptResource.read(NodeProbe.class, "unit.sh")
              + ScriptResource.read(NodeProbe.class, "inspect.sh"),
          "\"$parent\"");
  private static final String DATA = ScriptResource.read(NodeProbe.class, "data.sh");
  private static final String VERSIONS = ScriptResource.read(NodeProbe.class, "versions.sh");

  /**
   * Asks everything the preflight needs.
   *
   * @param directory name of the directory that the new release shall have
   */
  static NodeProbe inspect(SshConnection connection, Node node, DatabendRole role, String directory)
      throws SshFailure, StepFailed, InterruptedException {
    // databend-meta up to 0.9 checks its configuration before it says its version.
    String before = role == DatabendRole.META ? "--single" : "";
    HostLook.Answer answer =
        INSPECT.ask(connection, node.home(), role.program(), directory, before);
    NodeProbe probe = parse(node, answer.result());
    return new NodeProbe(probe.values, probe.missing, probe.processes, answer.host());
  }

  /** Looks at a meta node's data. */
  static NodeProbe data(SshConnection connection, Node node, String raft, String workingDirectory)
      throws SshFailure, StepFailed, InterruptedException {
    return ask(connection, node, Command.sh(DATA, raft, workingDirectory));
  }

  /** Asks the binaries of a release for their versions. */
  static NodeProbe versions(SshConnection connection, Node node, String home)
      throws SshFailure, StepFailed, InterruptedException {
    return ask(connection, node, Command.sh(VERSIONS, home));
  }

  private static NodeProbe ask(SshConnection connection, Node node, Command command)
      throws SshFailure, StepFailed, InterruptedException {
    return parse(node, connection.run(command));
  }

  /** An answer without its last line is no answer. */
  private static NodeProbe parse(Node node, CommandResult result) throws StepFailed {
    Map<String, String> values = new HashMap<>();
    List<String> missing = new ArrayList<>();
    List<ProcessLine> processes = new ArrayList<>();
    for (String line : result.output().lines().toList()) {
      String[] fields = line.split("\t", -1);
      if (fields[0].equals("process") && fields.length == 8) {
        processes.add(ProcessLine.parse(fields));
      } else if (fields[0].equals("missing")) {
        missing.add(fields[1]);
      } else if (fields.length == 2) {
        values.put(fields[0], fields[1]);
      }
    }
    if (!values.containsKey("end") || result.truncated()) {
      throw StepFailed.incomplete("the probe of " + node.name(), result);
    }
    return new NodeProbe(values, missing, processes, null);
  }

  String value(String name) {
    return values.getOrDefault(name, "");
  }

  long number(String name) {
    String value = value(name);
    return value.matches("[0-9]+") ? Long.parseLong(value) : -1;
  }

  /** A value that came encoded. */
  String decoded(String name) {
    return new String(Base64.getDecoder().decode(value(name)), StandardCharsets.UTF_8);
  }
}
