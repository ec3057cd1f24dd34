package dev.lockkeeper.workflows.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.workflows.FakeFences;
import dev.lockkeeper.workflows.InMemoryTemporal;
import dev.lockkeeper.workflows.InMemoryTemporal.SearchAttributes;
import dev.lockkeeper.workflows.Run;
import dev.lockkeeper.workflows.model.FenceClaim;
import dev.lockkeeper.workflows.model.FenceSight;
import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReleaseFenceTest {
  private final FakeFences fences = new FakeFences();
  private InMemoryTemporal temporal;

  @BeforeEach
  void start() {
    temporal = InMemoryTemporal.withUpgrades(SearchAttributes.PRESENT, fences);
    fences.heldBy("tablet-1", claim("over"));
    fences.heldBy("tablet-2", claim("other"));
  }

  @AfterEach
  void stop() {
    temporal.close();
  }

  @Test
  void withoutARunItOnlyLooks() {
    ReleaseResult result = release(Map.of()).stub().getResult(ReleaseResult.class);

    assertThat(result.before()).extracting(FenceSight::node).contains("tablet-1", "tablet-2");
    assertThat(result.after()).isEmpty();
    assertThat(fences.standing()).containsExactlyInAnyOrder("tablet-1", "tablet-2");
  }

  @Test
  void onlyTheNamedRunsFenceIsRemovedAndBothLooksAreTold() {
    ReleaseResult result = release(Map.of("run", "over")).stub().getResult(ReleaseResult.class);

    assertThat(result.before().get(0).holder()).isEqualTo(claim("over"));
    assertThat(result.after().get(0).holder()).isNull();
    assertThat(result.after().get(1).holder()).isEqualTo(claim("other"));
    assertThat(fences.standing()).containsExactly("tablet-2");
  }

  @Test
  void nothingIsFreedWhileAJobOfTheRunWorks() {
    fences.jobRuns("tablet-2", "orders/over/tablet-2.restart.1");

    ApplicationFailure refusal = release(Map.of("run", "over")).failed();

    assertThat(refusal.getType()).isEqualTo("REFUSED");
    assertThat(refusal.getOriginalMessage())
        .startsWith("nothing was freed")
        .contains("tablet-2: a job of the run still works there")
        .contains("~/.lockkeeper/jobs/orders/over/tablet-2.restart.1");
    assertThat(fences.standing()).hasSize(2);
  }

  @Test
  void aJobOfAnotherRunIsNoObstacle() {
    fences.jobRuns("tablet-2", "orders/other/tablet-2.restart.1");

    release(Map.of("run", "over")).awaitClose();

    assertThat(fences.standing()).containsExactly("tablet-2");
  }

  @Test
  void nothingIsFreedWhileANodeCannotBeLookedAt() {
    fences.unreachable("tablet-2");

    assertThat(release(Map.of("run", "over")).failed().getOriginalMessage())
        .contains("tablet-2: what stands and runs there is not known: cannot be reached");
    assertThat(fences.standing()).hasSize(2);
  }

  @Test
  void aMalformedRequestFailsAtOnceWithAllItsMistakes() {
    assertThat(release(Map.of("run", "../x", "by", "?")).failed().getOriginalMessage())
        .contains("run: \"../x\" is not", "by: \"?\" is not");
  }

  private Run release(Map<String, String> more) {
    Map<String, Object> request =
        new HashMap<>(
            Map.of(
                "cluster",
                "orders",
                "credentials",
                "prod",
                "by",
                "ann",
                "nodes",
                List.of(node("tablet-1"), node("tablet-2"))));
    request.putAll(more);
    return temporal.start(ReleaseFence.TYPE, ReleaseRequest.workflowId("orders"), request);
  }

  private static Map<String, String> node(String name) {
    return Map.of(
        "name", name, "host", "10.0.0.1", "role", "tablet-server", "home", "/opt/fluss-0.7.0");
  }

  private static FenceClaim claim(String run) {
    return new FenceClaim(
        "orders", "upgrade-orders", run, "default", Instant.parse("2026-01-01T12:00:00Z"));
  }
}
