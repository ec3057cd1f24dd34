package dev.lockkeeper.lab.observer;

import dev.lockkeeper.lab.fluss.FlussNode;
import dev.lockkeeper.lab.host.HostProcess;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Counts the server processes of one node. Those that run when it is made do not count as started.
 */
final class ProcessWatch {

  private static final Pattern SERVER_JAR = Pattern.compile("/fluss-server-([^/:]+)\\.jar");

  /** A process for good: pids are used again, start times with them are not. */
  private record Identity(long pid, long startTicks) {}

  private final FlussNode node;
  private final Set<Identity> known = new HashSet<>();

  private final List<ServerStart> starts = new ArrayList<>();
  private final List<Violation> violations = new ArrayList<>();
  private boolean crowded;

  ProcessWatch(FlussNode node) {
    this.node = node;
    servers().forEach(server -> known.add(identity(server)));
  }

  synchronized void look() {
    List<HostProcess> servers = servers();
    Instant now = Instant.now();
    for (HostProcess server : servers) {
      if (known.add(identity(server))) {
        starts.add(new ServerStart(node.name(), now, version(server)));
        if (starts.size() > 1) {
          violations.add(new Violation(Violation.Kind.STARTED_AGAIN, now, node.name()));
        }
      }
    }
    if (servers.size() > 1 && !crowded) {
      violations.add(new Violation(Violation.Kind.TWO_SERVERS_ON_A_NODE, now, node.name()));
    }
    crowded = servers.size() > 1;
  }

  synchronized List<ServerStart> starts() {
    return List.copyOf(starts);
  }

  synchronized List<Violation> violations() {
    return List.copyOf(violations);
  }

  /**
   * A child of a server is none: when a JVM runs a program, the child has the JVM's command line
   * until it has become that program.
   */
  private List<HostProcess> servers() {
    String mainClass = "." + node.role().mainClass();
    List<HostProcess> servers =
        node.host().processes().stream()
            .filter(process -> process.commandLine().get(0).endsWith("java"))
            .filter(
                process ->
                    process.commandLine().stream().anyMatch(word -> word.endsWith(mainClass)))
            .toList();
    Set<Long> pids = servers.stream().map(HostProcess::pid).collect(Collectors.toSet());
    return servers.stream().filter(server -> !pids.contains(server.parent())).toList();
  }

  private static Identity identity(HostProcess process) {
    return new Identity(process.pid(), process.startTicks());
  }

  private static String version(HostProcess server) {
    Matcher matcher = SERVER_JAR.matcher(String.join(" ", server.commandLine()));
    return matcher.find() ? matcher.group(1) : "unknown";
  }
}
