package dev.lockkeeper.lab.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.lab.demo.KwdbPractice;
import dev.lockkeeper.lab.demo.KwdbWay;
import dev.lockkeeper.lab.host.LabHost;
import dev.lockkeeper.lab.kwdb.KwdbVersion;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class KwdbFirstFileTest {
  @TempDir private Path directory;

  @Test
  void theFileThatIsWrittenIsPlannedWithAsItIs() throws Exception {
    try (KwdbPractice practice =
            KwdbPractice.open(KwdbWay.ROLLING, KwdbVersion.V3_0_0, KwdbVersion.V3_1_0);
        FirstFileTrial trial = new FirstFileTrial(practice.network(), List.of())) {
      Path file = directory.resolve("first.yaml");
      LabHost any = practice.cluster().nodes().get(0).host();
      JsonNode byHand = practice.request();

      JsonNode plan =
          trial.initThenPlan(
              file,
              "--product",
              "kwdb",
              "--host",
              any.address(),
              "--ssh-port",
              Integer.toString(any.port()),
              "--release",
              byHand.at("/release/version").asText(),
              "--archive",
              byHand.at("/release/archive").asText());

      assertThat(plan.path("problems")).as(plan.toPrettyString()).isEmpty();
      JsonNode written = WrittenFile.read(file);
      assertThat(written.path("release")).isEqualTo(byHand.path("release"));
      assertThat(WrittenFile.places(written.path("nodes")))
          .containsExactlyInAnyOrderElementsOf(WrittenFile.places(byHand.path("nodes")));
    }
  }
}
