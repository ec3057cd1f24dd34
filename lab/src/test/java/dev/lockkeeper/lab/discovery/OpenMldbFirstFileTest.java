package dev.lockkeeper.lab.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.lab.demo.OpenMldbPractice;
import dev.lockkeeper.lab.openmldb.Naming;
import dev.lockkeeper.lab.openmldb.OpenMldbCluster;
import dev.lockkeeper.lab.openmldb.OpenMldbNode;
import dev.lockkeeper.lab.openmldb.OpenMldbVersion;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class OpenMldbFirstFileTest {
  @TempDir private Path directory;

  @Test
  void theFileThatIsWrittenIsPlannedWithAsItIs() throws Exception {
    try (OpenMldbPractice practice =
            OpenMldbPractice.open(
                OpenMldbVersion.V0_5_3, OpenMldbVersion.V0_6_2, Naming.NAMES, directory);
        FirstFileTrial trial = new FirstFileTrial(practice.network(), List.of())) {
      Path file = directory.resolve("first.yaml");
      OpenMldbNode any = practice.cluster().nodes().get(0);

      JsonNode plan =
          trial.initThenPlan(
              file,
              "--product",
              "openmldb",
              "--zookeeper",
              practice.cluster().zookeeper(),
              "--zookeeper-root",
              OpenMldbCluster.ROOT_PATH,
              "--ssh-port",
              Integer.toString(any.host().port()),
              "--release",
              practice.target().version().number(),
              "--archive",
              practice.target().archive().toString());

      assertThat(plan.path("problems")).as(plan.toPrettyString()).isEmpty();
      JsonNode written = WrittenFile.read(file);
      assertThat(written.at("/release/sha256").asText()).isEqualTo(practice.target().sha256());
      assertThat(WrittenFile.places(written.path("nodes")))
          .containsExactlyInAnyOrderElementsOf(
              WrittenFile.places(practice.request().path("nodes")));
    }
  }
}
