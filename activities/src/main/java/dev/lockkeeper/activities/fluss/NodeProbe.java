package dev.lockkeeper.activities.fluss;

import dev.lockkeeper.activities.host.HostLook;
import dev.lockkeeper.activities.host.HostSight;
import dev.lockkeeper.activities.ssh.Command;
import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.ScriptResource;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.fluss.FlussRole;
import dev.lockkeeper.workflows.fluss.RunningServer;
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
 * @param processes the servers of the asked kind that run there, of whatever installation
 * @param host what the host says; absent where it was not asked
 */
record NodeProbe(
    Map<String, String> values,
    List<String> missing,
    List<ProcessLine> processes,
    @Nullable HostSight host) {
  private static final HostLook INSPECT =
      HostLook.around(ScriptResource.read(NodeProbe.class, "inspect.sh"), "\"$parent\"");
  private static final String OBSERVE = ScriptResource.read(NodeProbe.class, "observe.sh");
  private static final int OUTPUT_LIMIT = 1 << 20;

  /**
   * Asks everything the preflight needs.
   *
   * @param directory name of the directory that the new release shall have
   */
  static NodeProbe inspect(SshConnection connection, Node node, FlussRole role, String directory)
      throws SshFailure, StepFailed, InterruptedException {
    HostLook.Answer answer =
        INSPECT.ask(connection, node.home(), pattern(role), role.word(), directory);
    NodeProbe probe = parse(node, answer.result());
    return new NodeProbe(probe.values, probe.missing, probe.processes, answer.host());
  }

  /** Asks only what runs. */
  static NodeProbe observe(SshConnection connection, Node node, FlussRole role)
      throws SshFailure, StepFailed, InterruptedException {
    return parse(node, connection.run(Command.sh(OBSERVE, pattern(role)).keeping(OUTPUT_LIMIT)));
  }

  /** An answer without its last line is no answer. */
  static NodeProbe parse(Node node, CommandResult result) throws StepFailed {
    Map<String, String> values = new HashMap<>();
    List<String> missing = new ArrayList<>();
    List<ProcessLine> processes = new ArrayList<>();
    for (String line : result.output().lines().toList()) {
      String[] fields = line.split("\t", -1);
      if (fields[0].equals("process") && fields.length >= 6) {
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

  /** The server.yaml that a process was started with. */
  ServerYaml yaml(ProcessLine process) {
    byte[] text = Base64.getDecoder().decode(value("yaml." + process.pid()));
    return ServerYaml.parse(new String(text, StandardCharsets.UTF_8));
  }

  RunningServer server(ProcessLine process) {
    return new RunningServer(
        process.pid(),
        process.version(),
        process.home(),
        process.configuration(),
        process.owner(),
        yaml(process).tabletServerId());
  }

  private static String pattern(FlussRole role) {
    return role.mainClass().replace(".", "\\.");
  }
}
