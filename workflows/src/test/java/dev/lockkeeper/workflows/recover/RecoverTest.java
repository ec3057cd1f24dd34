package dev.lockkeeper.workflows.recover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.workflows.InMemoryTemporal;
import dev.lockkeeper.workflows.InMemoryTemporal.SearchAttributes;
import dev.lockkeeper.workflows.Run;
import dev.lockkeeper.workflows.model.Target;
import dev.lockkeeper.workflows.recover.Finding.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RecoverTest {
  private final List<Target> asked = new ArrayList<>();
  private InMemoryTemporal temporal;

  @BeforeEach
  void start() {
    NodeTraces nodes =
        (cluster, targets) -> {
          asked.addAll(targets);
          return targets.stream()
              .map(node -> new NodeTrace(node.node().name(), null, List.of(), "no route to host"))
              .toList();
        };
    temporal = InMemoryTemporal.withUpgrades(SearchAttributes.PRESENT, nodes);
  }

  @AfterEach
  void stop() {
    temporal.close();
  }

  @Test
  void everyNodeIsLookedAtAndWhatWasFoundIsToldWithWhatToDo() {
    RecoverResult result =
        recover(Map.of("cluster", "orders", "credentials", "prod", "nodes", List.of(node())))
            .stub()
            .getResult(RecoverResult.class);

    assertThat(asked).extracting(Target::credentials).containsExactly("prod");
    assertThat(result.nodes()).extracting(NodeTrace::node).containsExactly("tablet-1");
    assertThat(result.findings()).extracting(Finding::kind).containsExactly(Kind.UNKNOWN);
    assertThat(result.next()).hasSize(2);
  }

  @Test
  void aMalformedRequestFailsAtOnceWithAllItsMistakes() {
    assertThat(
            recover(Map.of("cluster", "../orders", "credentials", "?", "nodes", List.of(node())))
                .failed()
                .getOriginalMessage())
        .contains("cluster: \"../orders\" is not", "credentials: \"?\" is not");
  }

  private Run recover(Map<String, Object> request) {
    return temporal.start(Recover.TYPE, RecoverRequest.workflowId("orders"), request);
  }

  private static Map<String, String> node() {
    return Map.of(
        "name", "tablet-1", "host", "10.0.0.1", "role", "tablet-server", "home", "/opt/fluss");
  }
}
