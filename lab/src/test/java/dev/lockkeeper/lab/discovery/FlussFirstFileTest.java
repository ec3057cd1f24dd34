package dev.lockkeeper.lab.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.lab.fluss.FlussCluster;
import dev.lockkeeper.lab.fluss.FlussNode;
import dev.lockkeeper.lab.fluss.FlussRelease;
import dev.lockkeeper.lab.fluss.FlussVersion;
import dev.lockkeeper.lab.host.LabNetwork;
import dev.lockkeeper.lab.process.WholeMachine;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On a real Fluss cluster. */
@WholeMachine
@Timeout(300)
class FlussFirstFileTest {
  @TempDir private Path directory;

  @Test
  void theFileThatIsWrittenIsPlannedWithAsItIs() throws Exception {
    FlussRelease target = FlussRelease.assemble(FlussVersion.V0_9_1);
    try (LabNetwork network = LabNetwork.open(FlussCluster.HOST_NAMES)) {
      FlussCluster cluster =
          FlussCluster.install(network, FlussRelease.assemble(FlussVersion.V0_7_0));
      cluster.start();
      cluster.awaitReady();
      try (FirstFileTrial trial = new FirstFileTrial(network, List.of())) {
        Path file = directory.resolve("first.yaml");
        FlussNode any = cluster.nodes().get(0);

        JsonNode plan =
            trial.initThenPlan(
                file,
                "--product",
                "fluss",
                "--zookeeper",
                cluster.zookeeper(),
                "--ssh-port",
                Integer.toString(any.host().port()),
                "--release",
                target.version().number(),
                "--archive",
                target.archive().toString());

        assertThat(plan.path("problems")).as(plan.toPrettyString()).isEmpty();
        JsonNode written = WrittenFile.read(file);
        assertThat(written.at("/release/sha256").asText()).isEqualTo(target.sha256());
        assertThat(WrittenFile.places(written.path("nodes")))
            .containsExactlyInAnyOrderElementsOf(
                cluster.nodes().stream()
                    .map(
                        node ->
                            node.role().daemon()
                                + " "
                                + node.host().address()
                                + ":"
                                + node.host().port()
                                + FlussCluster.home(node, FlussVersion.V0_7_0))
                    .toList());
      }
    }
  }
}
