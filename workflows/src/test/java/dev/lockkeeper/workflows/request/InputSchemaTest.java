package dev.lockkeeper.workflows.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.workflows.discovery.Discovery;
import dev.lockkeeper.workflows.fence.ReleaseRequest;
import dev.lockkeeper.workflows.fluss.FlussRequest;
import dev.lockkeeper.workflows.fluss.FlussSettings;
import dev.lockkeeper.workflows.model.Answer;
import dev.lockkeeper.workflows.model.GatePolicy;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.Release;
import dev.lockkeeper.workflows.model.StepAnswer;
import dev.lockkeeper.workflows.model.UpgradeRequest;
import dev.lockkeeper.workflows.model.Waiver;
import dev.lockkeeper.workflows.model.Word;
import dev.lockkeeper.workflows.recover.RecoverRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is published and what is accepted must not drift apart. */
class InputSchemaTest {
  @Test
  void theSampleOfARequestIsAccepted() throws Exception {
    FlussRequest request = FlussRequest.read(FlussRequest.sample());

    assertThat(request.upgrade().nodes()).hasSize(4);
    assertThat(request.fluss().zookeeper()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(classes = {Answer.class, StepAnswer.class, Word.class, Node.class, Release.class})
  void theSampleOfAMessageOrSectionIsAccepted(Class<? extends Record> type) throws Exception {
    assertThat(InputReader.read(InputSchema.sample(type), type)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        UpgradeRequest.class,
        FlussSettings.class,
        GatePolicy.class,
        Node.class,
        Release.class,
        Waiver.class,
        Answer.class,
        StepAnswer.class,
        Word.class,
        ReleaseRequest.class,
        RecoverRequest.class,
        Discovery.class
      })
  void everyFieldIsPublishedAsItIsRead(Class<? extends Record> type) {
    ObjectNode schema = InputSchema.of(type);
    Set<String> required = new java.util.TreeSet<>();
    schema.path("required").forEach(name -> required.add(name.asText()));

    assertThat(schema.path("additionalProperties").asBoolean(true)).isFalse();
    for (InputField field : InputField.of(type)) {
      JsonNode property = schema.path("properties").path(field.name());
      assertThat(property.path("description").asText())
          .as("description of %s", field.name())
          .isEqualTo(field.described().value());
      assertThat(required.contains(field.name())).as(field.name()).isEqualTo(field.required());
      assertThat(property.has("default")).isEqualTo(field.fallback().isPresent());
      if (!field.described().pattern().isEmpty()) {
        assertThat(field.described().expected()).as("words for %s", field.name()).isNotEmpty();
      }
    }
    assertThat(schema.path("properties").size()).isEqualTo(InputField.of(type).size());
  }

  /** The reader uses a fallback only where the field is absent, so each is given explicitly. */
  @ParameterizedTest
  @ValueSource(classes = {UpgradeRequest.class, FlussSettings.class, GatePolicy.class, Node.class})
  void everyFallbackAndExampleIsAccepted(Class<? extends Record> type) {
    for (InputField field : InputField.of(type)) {
      List<JsonNode> values = new ArrayList<>();
      field.fallback().ifPresent(values::add);
      field.example().ifPresent(values::add);
      for (JsonNode value : values) {
        InputReader reader = new InputReader();
        ObjectNode object = InputSchema.sample(type);
        object.set(field.name(), value);
        reader.object(object, type, "", Set.of());
        assertThat(reader.mistakes())
            .filteredOn(mistake -> mistake.path().startsWith(field.name()))
            .as("%s = %s", field.name(), value)
            .isEmpty();
      }
    }
  }

  @Test
  void theSchemaOfARequestDescribesTheSectionOfTheProduct() {
    ObjectNode schema = FlussRequest.schema();

    assertThat(schema.at("/properties/product/const").asText()).isEqualTo("fluss");
    assertThat(schema.at("/properties/fluss/properties/method/enum"))
        .extracting(JsonNode::asText)
        .containsExactly("rolling", "full-stop");
    assertThat(schema.at("/properties/nodes/items/properties/port/type").asText())
        .isEqualTo("integer");
    assertThat(schema.at("/properties/gates/properties/expire/format").asText())
        .isEqualTo("duration");
    assertThat(schema.withArray("required"))
        .extracting(JsonNode::asText)
        .containsExactlyInAnyOrder(
            "product", "cluster", "release", "credentials", "nodes", "fluss");
  }

  @Test
  void patternsAreAnchoredAndMatchTheSample() {
    JsonNode version = FlussRequest.schema().at("/properties/release/properties/version");
    Pattern pattern = Pattern.compile(version.path("pattern").asText());

    assertThat(pattern.matcher("0.9.1-incubating").find()).isTrue();
    assertThat(pattern.matcher("x 0.9.1").find()).isFalse();
  }
}
