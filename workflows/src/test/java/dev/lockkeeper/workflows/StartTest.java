package dev.lockkeeper.workflows;

import static dev.lockkeeper.workflows.fluss.FlussRequests.policy;
import static dev.lockkeeper.workflows.fluss.FlussRequests.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.workflows.InMemoryTemporal.SearchAttributes;
import dev.lockkeeper.workflows.fluss.FakeFlussNodes;
import dev.lockkeeper.workflows.fluss.FlussUpgrade;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.runbook.Announcer;
import dev.lockkeeper.workflows.runbook.RunSupport;
import io.temporal.api.enums.v1.EventType;
import io.temporal.common.SearchAttributes.Builder;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of a start, whatever was typed into the form. */
class StartTest {
  private final FakeFlussNodes cluster = new FakeFlussNodes("0.7.0");
  private InMemoryTemporal temporal =
      InMemoryTemporal.withUpgrades(SearchAttributes.PRESENT, cluster);

  @AfterEach
  void close() {
    temporal.close();
  }

  @Test
  void aMalformedInputFailsTheRunAtOnceWithAllItsMistakes() {
    ObjectNode request =
        request(
            change -> {
              change.put("clutser", "orders").remove("cluster");
              ((ObjectNode) change.get("release")).put("version", 0.9).put("sha256", "abc");
              ((ObjectNode) change.get("nodes").get(1)).put("name", "tablet-1");
              ((ObjectNode) change.get("gates")).put("policy", "allways");
            });

    ApplicationFailure failure = temporal.start(FlussUpgrade.TYPE, "bad", request).failed();

    assertThat(failure.getOriginalMessage())
        .contains(
            "6 mistakes",
            "clutser: this field means nothing; did you mean cluster?",
            "cluster: is missing",
            "release.version: must be text, not 0.9; put it in quotes",
            "release.sha256: \"abc\" is not a SHA-256 sum",
            "gates.policy: \"allways\" is not one of",
            "nodes[1].name: there is another node tablet-1");
    assertThat(cluster.log()).isEmpty();
  }

  static Stream<Object> inputsThatAreNoObject() {
    return Stream.of("upgrade please", 7, List.of(1, 2), true, NullNode.getInstance());
  }

  @ParameterizedTest
  @MethodSource("inputsThatAreNoObject")
  void anInputThatIsNoObjectFailsTheRunAtOnce(Object input) {
    ApplicationFailure failure = temporal.start(FlussUpgrade.TYPE, "bad", input).failed();

    assertThat(failure.getOriginalMessage()).contains("one JSON object");
  }

  @Test
  void aStartWithoutInputFailsTheRunAtOnce() {
    ApplicationFailure failure = temporal.start(FlussUpgrade.TYPE, "bad").failed();

    assertThat(failure.getOriginalMessage()).startsWith("the input is missing");
    assertThat(failure.getType()).isEqualTo("INVALID");
  }

  @Test
  void aWorkerThatCannotDescribeItselfEndsTheRunWithAReport() {
    temporal.close();
    RunSupport broken =
        () -> {
          throw ApplicationFailure.newNonRetryableFailure(
              "no such namespace", FailureReason.REFUSED.name());
        };
    temporal =
        InMemoryTemporal.with(
            worker -> {
              UpgradeWorkflows.register(worker);
              worker.registerActivitiesImplementations(cluster, broken);
            });

    Run run = temporal.start(FlussUpgrade.TYPE, "upgrade-orders", request());

    assertThat(run.failedReport().reason()).isEqualTo("REFUSED: no such namespace");
    assertThat(cluster.log()).isEmpty();
  }

  @Test
  void searchAttributesSayWhereTheRunStands() {
    Run run = temporal.start(FlussUpgrade.TYPE, "upgrade-orders", request());
    run.question("tablet-1");

    assertThat(run.stub().describe().getTypedSearchAttributes())
        .isEqualTo(attributes("WAITING").set(Announcer.NODE, "tablet-1").build());
    assertThat(run.stub().describe().getMemo("target", String.class)).isEqualTo("0.9.1-incubating");

    run.approveEverything();
    run.completed();
    assertThat(run.stub().describe().getTypedSearchAttributes().get(Announcer.STATE))
        .isEqualTo("COMPLETED");
  }

  private static Builder attributes(String state) {
    return io.temporal.common.SearchAttributes.newBuilder()
        .set(Announcer.CLUSTER, "orders")
        .set(Announcer.PRODUCT, "fluss")
        .set(Announcer.STATE, state);
  }

  @Test
  void searchAttributesThatTheNamespaceLacksAreNotWritten() {
    temporal.close();
    temporal = InMemoryTemporal.withUpgrades(SearchAttributes.ABSENT, cluster);
    Run run = temporal.start(FlussUpgrade.TYPE, "upgrade-orders", request(policy("per-role")));
    run.approveEverything();
    run.completed();

    assertThat(run.count(EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES)).isZero();
  }
}
