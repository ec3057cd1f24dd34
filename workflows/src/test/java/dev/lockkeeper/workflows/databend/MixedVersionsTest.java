package dev.lockkeeper.workflows.databend;

import static dev.lockkeeper.workflows.databend.DatabendRequests.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.workflows.InMemoryTemporal;
import dev.lockkeeper.workflows.InMemoryTemporal.SearchAttributes;
import dev.lockkeeper.workflows.Run;
import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.UpgradeStatus;
import io.temporal.api.enums.v1.EventType;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Query nodes of one cluster that run different releases while they are upgraded. */
class MixedVersionsTest {
  private static final String WARNING = "tenant/default run different releases since";

  private final FakeDatabendNodes cluster = new FakeDatabendNodes("1.2.725");
  private final InMemoryTemporal temporal =
      InMemoryTemporal.withUpgrades(SearchAttributes.PRESENT, cluster);

  @AfterEach
  void close() {
    temporal.close();
  }

  private Run start(String limit) {
    ObjectNode request = request("1.2.768", "every-node");
    ((ObjectNode) request.get("databend")).put("mixedLimit", limit);
    return temporal.start(DatabendUpgrade.TYPE, "upgrade-orders", request);
  }

  private static List<Fact> mixed(Evidence evidence) {
    return Objects.requireNonNull(evidence).facts().stream()
        .filter(fact -> fact.name().equals("mixed versions"))
        .toList();
  }

  @Test
  void theGateOfEachLaterNodeShowsWhatRunsAndSinceWhen() {
    Run run = start("PT1H");
    run.approve("plan");

    assertThat(mixed(run.question("query-1").evidence())).isEmpty();
    run.approve("query-1");
    List<Fact> second = mixed(run.question("query-2").evidence());
    assertThat(second).hasSize(1);
    assertThat(second.get(0).value())
        .startsWith("tenant/default: query-2 and query-3 on 1.2.725, query-1 on 1.2.768, since ")
        .endsWith("(0 min; warned about after PT1H)");
    assertThat(second.get(0).weight()).isEqualTo(Fact.Weight.NOTE);

    run.approveEverything();
    assertThat(run.completed().warnings()).noneMatch(line -> line.contains(WARNING));
    assertThat(run.count(EventType.EVENT_TYPE_TIMER_STARTED)).isEqualTo(1);
    assertThat(run.count(EventType.EVENT_TYPE_TIMER_CANCELED)).isEqualTo(1);
  }

  @Test
  void afterTheLimitTheRunWarnsWhileItWaits() {
    Run run = start("PT0.2S");
    run.approve("plan");
    run.approve("query-1");

    UpgradeStatus status =
        run.statusWhen(
            "the warning",
            seen -> seen.warnings().stream().anyMatch(line -> line.contains(WARNING)));

    assertThat(status.questions()).extracting("id").containsExactly("query-2");
    run.abort();
    assertThat(run.failedReport().warnings())
        .filteredOn(line -> line.contains(WARNING))
        .singleElement()
        .asString()
        .contains("longer than PT0.2S");
  }

  @Test
  void aClusterThatWasLeftMixedIsWarnedAboutFromTheFirstGateOn() {
    cluster.runs("query-2", "1.2.768");
    Run run = start("PT0.2S");
    run.approve("plan");

    assertThat(mixed(run.question("query-1").evidence())).hasSize(1);
    run.statusWhen(
        "the warning", seen -> seen.warnings().stream().anyMatch(line -> line.contains(WARNING)));
    run.abort();
  }
}
