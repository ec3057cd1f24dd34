package dev.lockkeeper.workflows.fluss;

import static dev.lockkeeper.workflows.fluss.FlussRequests.policy;
import static dev.lockkeeper.workflows.fluss.FlussRequests.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.workflows.InMemoryTemporal;
import dev.lockkeeper.workflows.InMemoryTemporal.SearchAttributes;
import dev.lockkeeper.workflows.Run;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A run of many nodes must stay well below the 51,200 events at which Temporal ends it. */
class FlussHistorySizeTest {
  /**
   * What a gate adds: the second look (an activity and its workflow task), the signal and its
   * workflow task, and the search attributes before and after.
   */
  private static final int GATE = 6 + 1 + 3 + 2;

  private static List<HistoryEvent> events(int tabletServers) {
    ObjectNode request = request(policy("none"));
    ArrayNode nodes = (ArrayNode) request.get("nodes");
    for (int i = 4; i <= tabletServers; i++) {
      ObjectNode node = nodes.get(0).deepCopy();
      nodes.add(node.put("name", "tablet-" + i).put("host", "10.0.1." + i));
    }
    FakeFlussNodes cluster = new FakeFlussNodes("0.7.0", tabletServers);
    try (InMemoryTemporal temporal =
        InMemoryTemporal.withUpgrades(SearchAttributes.PRESENT, cluster)) {
      Run run = temporal.start(FlussUpgrade.TYPE, "upgrade-orders", request);
      run.completed();
      return run.history().getEvents();
    }
  }

  private static long count(List<HistoryEvent> events, EventType type) {
    return events.stream().filter(event -> event.getEventType() == type).count();
  }

  @Test
  void aNodeWithItsGateAddsFewEvents() {
    List<HistoryEvent> few = events(3);
    List<HistoryEvent> many = events(13);

    double activities =
        (count(many, EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
                - count(few, EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED))
            / 10.0;
    double perNode = (many.size() - few.size()) / 10.0 + GATE;

    System.out.printf("%.1f events and %.1f activities per node%n", perNode, activities + 1);
    assertThat(activities).isEqualTo(7);
    // How many workflow tasks parallel steps share depends on the machine.
    assertThat(perNode).isLessThan(60);
  }
}
