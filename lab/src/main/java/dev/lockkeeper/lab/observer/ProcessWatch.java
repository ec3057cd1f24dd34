package dev.lockkeeper.lab.observer;

import dev.lockkeeper.lab.host.HostProcess;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Counts the server processes of one node. Those that run when it is made do not count as started.
 */
final class ProcessWatch {

  /** Knows the server processes of a node among all others. */
  interface Servers {
    /** Those that run now. */
    List<HostProcess> now();

    /** What a process says of its version. */
    String version(HostProcess server);
  }

  /** A process for good: pids are used again, start times with them are not. */
  private record Identity(long pid, long startTicks) {}

  private final String node;
  private final Servers servers;
  private final Set<Identity> known = new HashSet<>();
  private final List<ServerStart> starts = new ArrayList<>();
  private final List<Violation> violations = new ArrayList<>();
  private boolean crowded;

  ProcessWatch(String node, Servers servers) {
    this.node = node;
    this.servers = servers;
    running().forEach(server -> known.add(identity(server)));
  }

  synchronized void look() {
    List<HostProcess> running = running();
    Instant now = Instant.now();
    for (HostProcess server : running) {
      if (known.add(identity(server))) {
        starts.add(new ServerStart(node, now, servers.version(server)));
        if (starts.size() > 1) {
          violations.add(new Violation(Violation.Kind.STARTED_AGAIN, now, node));
        }
      }
    }
    if (running.size() > 1 && !crowded) {
      violations.add(new Violation(Violation.Kind.TWO_SERVERS_ON_A_NODE, now, node));
    }
    crowded = running.size() > 1;
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
  private List<HostProcess> running() {
    List<HostProcess> alike = servers.now();
    Set<Long> pids = alike.stream().map(HostProcess::pid).collect(Collectors.toSet());
    return alike.stream().filter(server -> !pids.contains(server.parent())).toList();
  }

  private static Identity identity(HostProcess process) {
    return new Identity(process.pid(), process.startTicks());
  }
}
