package dev.lockkeeper.workflows.runbook;

import static dev.lockkeeper.workflows.fluss.FlussRequests.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.workflows.InMemoryTemporal;
import dev.lockkeeper.workflows.InMemoryTemporal.SearchAttributes;
import dev.lockkeeper.workflows.Run;
import dev.lockkeeper.workflows.fluss.FakeFlussNodes;
import dev.lockkeeper.workflows.fluss.FlussUpgrade;
import dev.lockkeeper.workflows.model.Answer;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.UpgradeState;
import dev.lockkeeper.workflows.model.UpgradeStatus;
import io.temporal.api.enums.v1.EventType;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Gates as the request's policy wants them: how many approvers, and for how long. */
class GateTest {
  private final FakeFlussNodes cluster = new FakeFlussNodes("0.7.0");
  private final InMemoryTemporal temporal =
      InMemoryTemporal.withUpgrades(SearchAttributes.PRESENT, cluster);

  @AfterEach
  void close() {
    temporal.close();
  }

  private Run start(Consumer<ObjectNode> gates) {
    return temporal.start(
        FlussUpgrade.TYPE,
        "upgrade-orders",
        request(request -> gates.accept((ObjectNode) request.get("gates"))));
  }

  @Test
  void twoApproversMustBothAgree() {
    Run run = start(gates -> gates.put("approvers", 2));
    run.approve("tablet-1");
    UpgradeStatus half =
        run.statusWhen("one approval", status -> !status.questions().get(0).approvals().isEmpty());
    assertThat(half.state()).isEqualTo(UpgradeState.WAITING);
    run.signal("approve", new Answer("tablet-1", "ann", null));
    assertThat(
            run.statusWhen("an ignored approval", status -> !status.ignored().isEmpty())
                .ignored()
                .get(0)
                .reason())
        .isEqualTo("ann has approved tablet-1 already; it needs another person");
    assertThat(cluster.actions()).isEmpty();

    run.signal("approve", new Answer("tablet-1", "bo", null));
    run.question("tablet-2");
    assertThat(cluster.actions()).containsExactly("restart tablet-1 #1");
  }

  @Test
  void anExpiredGateHoldsTheRunUntilSomebodyResumesItAndIsAskedAgain() {
    Run run = start(gates -> gates.put("expire", "PT1H"));
    run.question("tablet-1");
    temporal.sleep(Duration.ofHours(2));

    UpgradeStatus held = run.statusWhen(UpgradeState.PAUSED);
    assertThat(held.questions().get(0).expired()).isTrue();
    run.signal("approve", new Answer("tablet-1", "ann", null));
    assertThat(
            run.statusWhen("an ignored approval", status -> !status.ignored().isEmpty())
                .ignored()
                .get(0)
                .reason())
        .startsWith("the gate tablet-1 has expired");
    assertThat(cluster.actions()).isEmpty();

    run.resume();
    Question again = run.question("tablet-1#2");
    assertThat(again.reason()).isEqualTo("asked again because the gate before has expired");
    assertThat(again.expired()).isFalse();
    assertThat(cluster.log().stream().filter("safety tablet-1"::equals)).hasSize(2);
    run.approve("tablet-1#2");
    run.question("tablet-2");
  }

  @Test
  void aGateOverTheWholeRunLooksAgainWhenItHasExpired() {
    Run run =
        temporal.start(
            FlussUpgrade.TYPE,
            "upgrade-orders",
            request(
                request -> {
                  ((ObjectNode) request.get("gates")).put("expire", "PT1H");
                  ((ObjectNode) request.get("fluss")).put("method", "full-stop");
                }));
    run.question("full-stop");
    temporal.sleep(Duration.ofHours(2));
    run.statusWhen(UpgradeState.PAUSED);
    cluster.badLook("replicas", "3 buckets out of sync");
    run.resume();

    Question again = run.question("full-stop#2");
    assertThat(again.reason()).isEqualTo("asked again because the gate before has expired");
    assertThat(again.evidence()).isNotNull();
    assertThat(again.evidence().objections()).isEqualTo("replicas: 3 buckets out of sync");
  }

  @Test
  void aGateLeavesNoTimerBehind() {
    Run run = start(gates -> gates.put("expire", "PT1H"));
    run.approveEverything();
    run.completed();

    assertThat(run.count(EventType.EVENT_TYPE_TIMER_STARTED)).isEqualTo(5);
    assertThat(run.count(EventType.EVENT_TYPE_TIMER_CANCELED)).isEqualTo(5);
  }

  @Test
  void aGateWithoutExpiryStartsNoTimer() {
    Run run = start(gates -> {});
    run.question("tablet-1");
    temporal.sleep(Duration.ofDays(300));

    assertThat(run.status().state()).isEqualTo(UpgradeState.WAITING);
    assertThat(run.count(EventType.EVENT_TYPE_TIMER_STARTED)).isZero();
  }
}
