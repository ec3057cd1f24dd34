package dev.lockkeeper.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.lab.lookalike.AuditEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the look-alike itself needs. */
class NodeTimesTest {
  private static final List<AuditEvent> EVENTS =
      List.of(
          event("node-1", 0, "stopping"),
          event("node-1", 500, "stopped"),
          event("node-2", 600, "stopping"),
          event("node-1", 800, "started"),
          event("node-1", 1_900, "serving"));

  @Test
  void onlyTheServersOwnTimeCountsNotWhatLiesBetweenItsStopAndItsStart() {
    assertThat(NodeTimes.stopAndStart(EVENTS, "node-1")).isEqualTo(Duration.ofMillis(1_600));
  }

  @Test
  void aNodeThatDidNotComeBackIsNamed() {
    assertThatThrownBy(() -> NodeTimes.stopAndStart(EVENTS, "node-2"))
        .hasMessage("the ledger of node-2 has no stopped");
  }

  private static AuditEvent event(String node, long millis, String what) {
    return new AuditEvent(node, Instant.ofEpochMilli(millis), what, Map.of());
  }
}
