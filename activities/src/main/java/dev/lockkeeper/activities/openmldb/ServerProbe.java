package dev.lockkeeper.activities.openmldb;

import dev.lockkeeper.activities.host.HostLook;
import dev.lockkeeper.activities.host.HostSight;
import dev.lockkeeper.activities.ssh.Command;
import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.ScriptResource;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.openmldb.OpenMldbRole;
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
 * @param values by name
 * @param lists values of names that may come several times
 * @param host what the host says; absent where it was not asked
 */
record ServerProbe(
    Map<String, String> values, Map<String, List<String>> lists, @Nullable HostSight host) {
  private static final HostLook INSPECT =
      HostLook.around(
          ScriptResource.read(ServerProbe.class, "processes.sh")
              + ScriptResource.read(ServerProbe.class, "inspect.sh"),
          "\"$real\"");
  private static final String CONFIGURE = ScriptResource.read(ServerProbe.class, "configure.sh");
  private static final int OUTPUT_LIMIT = 1 << 20;

  /**
   * A server process.
   *
   * @param place where it listens on its port, as Linux writes it; empty if it does not
   * @param parent pid of its parent
   */
  record Process(String pid, String owner, String place, String parent) {}

  /** Asks everything the preflight needs. */
  static ServerProbe inspect(
      SshConnection connection, Node node, OpenMldbRole role, String directory)
      throws SshFailure, StepFailed, InterruptedException {
    HostLook.Answer answer = INSPECT.ask(connection, node.home(), role.word(), directory);
    ServerProbe probe = parse(node.name(), answer.result());
    return new ServerProbe(probe.values, probe.lists, answer.host());
  }

  /** Reads the present flags file and the one that a staged release ships. */
  static ServerProbe configuration(
      SshConnection connection, String node, OpenMldbRole role, String home, String staged)
      throws SshFailure, StepFailed, InterruptedException {
    Command command = Command.sh(CONFIGURE, home, staged, role.word());
    return parse(node, connection.run(command.keeping(OUTPUT_LIMIT)));
  }

  /** An answer without its last line is no answer. */
  static ServerProbe parse(String node, CommandResult result) throws StepFailed {
    Map<String, String> values = new HashMap<>();
    Map<String, List<String>> lists = new HashMap<>();
    for (String line : result.output().lines().toList()) {
      int tab = line.indexOf('\t');
      if (tab > 0) {
        values.put(line.substring(0, tab), line.substring(tab + 1));
        lists
            .computeIfAbsent(line.substring(0, tab), name -> new ArrayList<>())
            .add(line.substring(tab + 1));
      }
    }
    if (!values.containsKey("end") || result.truncated()) {
      throw StepFailed.incomplete("the probe of " + node, result);
    }
    return new ServerProbe(values, lists, null);
  }

  String value(String name) {
    return values.getOrDefault(name, "");
  }

  List<String> all(String name) {
    return lists.getOrDefault(name, List.of());
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  long number(String name) {
    String value = value(name);
    return value.matches("[0-9]+") ? Long.parseLong(value) : -1;
  }

  /** A file that was brought along. */
  String text(String name) {
    return new String(Base64.getDecoder().decode(value(name)), StandardCharsets.UTF_8);
  }

  List<Process> processes() {
    return all("process").stream()
        .map(line -> line.split("\t", -1))
        .map(words -> new Process(words[0], words[1], words[2], words[3]))
        .toList();
  }
}
