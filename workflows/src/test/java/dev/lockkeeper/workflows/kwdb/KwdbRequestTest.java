package dev.lockkeeper.workflows.kwdb;

import static dev.lockkeeper.workflows.kwdb.KwdbRequests.oneNode;
import static dev.lockkeeper.workflows.kwdb.KwdbRequests.request;
import static dev.lockkeeper.workflows.kwdb.KwdbRequests.setting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.workflows.model.Json;
import dev.lockkeeper.workflows.request.InvalidInputException;
import org.junit.jupiter.api.Test;

/** What an operator may write, and what is wrong with the rest. */
class KwdbRequestTest {
  @Test
  void theSampleIsARequest() throws Exception {
    KwdbRequest sample = KwdbRequest.read(KwdbRequest.sample());

    assertThat(sample.upgrade().nodesOf("node")).hasSize(3);
    assertThat(sample.kwdb().method()).isNull();
    assertThat(sample.kwdb().backup()).isEqualTo(BackupKind.COPY);
    assertThat(sample.kwdb().imageOf("3.1.0")).isEqualTo("kwdb/kwdb:3.1.0");
  }

  @Test
  void whatWasWrittenIsReadAgainTheSame() throws Exception {
    KwdbRequest request = KwdbRequest.read(request(setting("method", "rolling")));

    KwdbRequest again =
        Json.mapper().readValue(Json.mapper().writeValueAsString(request), KwdbRequest.class);

    assertThat(again).isEqualTo(request);
  }

  @Test
  void aMethodThatTheNodesOfTheRequestContradictIsAMistake() {
    assertThatThrownBy(() -> KwdbRequest.read(request(setting("method", "standalone"))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a standalone installation has 1");
    assertThatThrownBy(
            () -> KwdbRequest.read(request(oneNode().andThen(setting("method", "rolling")))))
        .hasMessageContaining("a multi-replica cluster has at least 3");
    assertThatThrownBy(() -> KwdbRequest.read(request(setting("method", "import-export"))))
        .hasMessageContaining("has no target")
        .hasMessageContaining("kwdb.databases");
  }

  @Test
  void allMistakesAreToldAtOnce() {
    ObjectNode request =
        request(
            setting("method", "rollin")
                .andThen(setting("container", "; rm -rf /"))
                .andThen(setting("backupDirectory", "../elsewhere"))
                .andThen(setting("bakup", "copy")));

    assertThatThrownBy(() -> KwdbRequest.read(request))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("kwdb.method")
        .hasMessageContaining("kwdb.container")
        .hasMessageContaining("kwdb.backupDirectory")
        .hasMessageContaining("bakup");
  }

  @Test
  void theSchemaNamesEveryField() {
    ObjectNode properties = (ObjectNode) KwdbRequest.schema().at("/properties/kwdb/properties");

    assertThat(properties.fieldNames())
        .toIterable()
        .contains("method", "sqlCredentials", "backup", "storeDead", "composeFile", "databases");
  }
}
