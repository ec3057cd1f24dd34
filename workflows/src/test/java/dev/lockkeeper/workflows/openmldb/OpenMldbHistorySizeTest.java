package dev.lockkeeper.workflows.openmldb;

import static dev.lockkeeper.workflows.openmldb.OpenMldbRequests.policy;
import static dev.lockkeeper.workflows.openmldb.OpenMldbRequests.request;
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

/** A run of many tablets must stay well below the 51,200 events at which Temporal ends it. */
class OpenMldbHistorySizeTest {
  /**
   * What a gate adds: the second look (an activity and its workflow task), the signal and its
   * workflow task, and the search attributes before and after.
   */
  private static final int GATE = 6 + 1 + 3 + 2;

  private static List<HistoryEvent> events(int tablets) {
    ObjectNode request = request(policy("none"));
    ArrayNode nodes = (ArrayNode) request.get("nodes");
    for (int i = 4; i <= tablets; i++) {
      ObjectNode node = nodes.get(2).deepCopy();
      nodes.add(node.put("name", "tablet-" + i).put("host", "10.0.1." + i));
    }
    FakeOpenMldbNodes cluster = new FakeOpenMldbNodes("0.6.2").autoFailover(true);
    try (InMemoryTemporal temporal =
        InMemoryTemporal.withUpgrades(SearchAttributes.PRESENT, cluster)) {
      Run run = temporal.start(OpenMldbUpgrade.TYPE, "upgrade-features", request);
      run.completed();
      return run.history().getEvents();
    }
  }

  private static long activities(List<HistoryEvent> events) {
    return events.stream()
        .filter(event -> event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
        .count();
  }

  @Test
  void aTabletWithItsGateAddsFewEvents() {
    List<HistoryEvent> few = events(3);
    List<HistoryEvent> many = events(13);

    double activities = (activities(many) - activities(few)) / 10.0;
    double perNode = (many.size() - few.size()) / 10.0 + GATE;

    System.out.printf("%.1f events and %.1f activities per tablet%n", perNode, activities + 1);
    assertThat(activities).isEqualTo(9);
    // How many workflow tasks parallel steps share depends on the machine.
    assertThat(perNode).isLessThan(70);
  }
}
