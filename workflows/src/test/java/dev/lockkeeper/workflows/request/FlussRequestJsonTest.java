package dev.lockkeeper.workflows.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.workflows.fluss.FlussMethod;
import dev.lockkeeper.workflows.fluss.FlussRequest;
import dev.lockkeeper.workflows.fluss.FlussRequests;
import dev.lockkeeper.workflows.model.GateFrequency;
import dev.lockkeeper.workflows.model.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A request is written as it is read: one flat object. */
class FlussRequestJsonTest {
  private final ObjectMapper mapper = Json.mapper();

  private static ObjectNode full() {
    return FlussRequests.request(
        request -> {
          ((ObjectNode) request.get("gates"))
              .put("policy", "canary")
              .put("approvers", 2)
              .put("expire", "P2D")
              .putArray("allow")
              .add("ann")
              .add("Bo Ek");
          request
              .withArray("waivers")
              .addObject()
              .put("check", "single-replica")
              .put("node", "tablet-1")
              .put("by", "ann")
              .put("reason", "only test tables");
          ObjectNode fluss = (ObjectNode) request.get("fluss");
          fluss.put("method", "full-stop").put("inSyncLimit", "PT1H30M");
          fluss.putObject("serverYaml").put("server.io-pool.size", 20).put("a.b", true);
        });
  }

  @Test
  void absentFieldsHaveTheirDescribedValues() throws Exception {
    FlussRequest request = FlussRequest.read(FlussRequests.request());

    assertThat(request.upgrade().gates().policy()).isEqualTo(GateFrequency.EVERY_NODE);
    assertThat(request.upgrade().gates().approvers()).isEqualTo(1);
    assertThat(request.upgrade().gates().allow()).isEmpty();
    assertThat(request.upgrade().gates().expire()).isNull();
    assertThat(request.upgrade().waivers()).isEmpty();
    assertThat(request.upgrade().nodes()).allMatch(node -> node.port() == 22);
    assertThat(request.fluss().method()).isEqualTo(FlussMethod.ROLLING);
    assertThat(request.fluss().zookeeperRoot()).isEqualTo("/fluss");
    assertThat(request.fluss().stopLimit()).isEqualTo(Duration.ofMinutes(10));
    assertThat(request.fluss().serverYaml()).isEmpty();
  }

  @Test
  void writtenAndReadBackItIsTheSame() throws Exception {
    for (ObjectNode input : List.of(FlussRequests.request(), full())) {
      FlussRequest request = FlussRequest.read(input);

      String written = mapper.writeValueAsString(request);

      assertThat(mapper.readValue(written, FlussRequest.class)).isEqualTo(request);
    }
  }

  @Test
  void itIsWrittenAsOneFlatObjectInTheWordsOfOperators() throws Exception {
    JsonNode written = mapper.valueToTree(FlussRequest.read(full()));

    assertThat(written.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "product", "cluster", "release", "credentials", "nodes", "gates", "waivers", "fluss");
    assertThat(written.at("/gates/policy").asText()).isEqualTo("canary");
    assertThat(written.at("/gates/expire").asText()).isEqualTo("PT48H");
    assertThat(written.at("/fluss/method").asText()).isEqualTo("full-stop");
    assertThat(written.at("/release").has("onNodes")).isFalse();
  }

  @Test
  void valuesOfServerYamlMayBeNumbersOrTruthValues() throws Exception {
    assertThat(FlussRequest.read(full()).fluss().serverYaml())
        .isEqualTo(Map.of("server.io-pool.size", "20", "a.b", "true"));
  }

  @Test
  void theRequestSurvivesTheConverterThatTemporalUses() throws Exception {
    FlussRequest request = FlussRequest.read(full());
    var payload = Json.converter().toPayload(request).orElseThrow();

    assertThat(Json.converter().fromPayload(payload, FlussRequest.class, FlussRequest.class))
        .isEqualTo(request);
  }
}
