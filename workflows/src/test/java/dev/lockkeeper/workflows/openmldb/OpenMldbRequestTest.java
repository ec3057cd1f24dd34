package dev.lockkeeper.workflows.openmldb;

import static dev.lockkeeper.workflows.openmldb.OpenMldbRequests.node;
import static dev.lockkeeper.workflows.openmldb.OpenMldbRequests.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.workflows.model.Json;
import dev.lockkeeper.workflows.request.InvalidInputException;
import org.junit.jupiter.api.Test;

/** What an operator may write, and what is wrong with the rest. */
class OpenMldbRequestTest {
  @Test
  void theSampleIsARequest() throws Exception {
    OpenMldbRequest sample = OpenMldbRequest.read(OpenMldbRequest.sample());

    assertThat(sample.upgrade().nodesOf("tablet")).hasSize(3);
    assertThat(sample.openmldb().drain()).isTrue();
    assertThat(sample.openmldb().writePause()).isTrue();
  }

  @Test
  void whatWasWrittenIsReadAgainTheSame() throws Exception {
    OpenMldbRequest request = OpenMldbRequest.read(request());

    OpenMldbRequest again =
        Json.mapper().readValue(Json.mapper().writeValueAsString(request), OpenMldbRequest.class);

    assertThat(again).isEqualTo(request);
  }

  @Test
  void serversThatShareAHomeAreRefused() {
    ObjectNode request = request();
    ((ObjectNode) request.get("nodes").get(2)).put("host", "10.0.0.21");

    assertThatThrownBy(() -> OpenMldbRequest.read(request))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("nodes[2].home")
        .hasMessageContaining("also the home of nameserver-1");
  }

  @Test
  void allMistakesAreToldAtOnce() {
    ObjectNode request = request(node("web", "api-server"));
    ((ObjectNode) request.get("openmldb"))
        .put("drain", "yes")
        .put("zookeeper", "somewhere")
        .put("writepause", true);

    assertThatThrownBy(() -> OpenMldbRequest.read(request))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("openmldb.drain")
        .hasMessageContaining("openmldb.zookeeper")
        .hasMessageContaining("writepause")
        .hasMessageContaining("did you mean apiserver");
  }

  @Test
  void theSchemaNamesEveryField() {
    ObjectNode properties =
        (ObjectNode) OpenMldbRequest.schema().at("/properties/openmldb/properties");

    assertThat(properties.fieldNames())
        .toIterable()
        .contains("zookeeper", "drain", "writePause", "rebalance", "carryFlags", "inSyncLimit");
  }
}
