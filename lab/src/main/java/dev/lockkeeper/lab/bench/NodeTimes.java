package dev.lockkeeper.lab.bench;

import dev.lockkeeper.lab.lookalike.AuditEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the look-alike itself needs, as its servers' own ledgers have it. */
final class NodeTimes {
  private NodeTimes() {}

  /**
   * How long a node's server took to stop and, from its first line, to serve again.
   *
   * @param events the ledgers of all nodes, by time, of a run that stopped each node once
   */
  static Duration stopAndStart(List<AuditEvent> events, String node) {
    return between(events, node, "stopping", "stopped")
        .plus(between(events, node, "started", "serving"));
  }

  private static Duration between(List<AuditEvent> events, String node, String first, String last) {
    return Duration.between(at(events, node, first), at(events, node, last));
  }

  private static Instant at(List<AuditEvent> events, String node, String what) {
    return events.stream()
        .filter(event -> event.node().equals(node) && event.event().equals(what))
        .map(AuditEvent::at)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("the ledger of " + node + " has no " + what));
  }
}
