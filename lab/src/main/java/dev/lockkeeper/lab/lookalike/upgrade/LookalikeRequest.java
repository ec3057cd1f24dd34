package dev.lockkeeper.lab.lookalike.upgrade;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockkeeper.workflows.model.ProductRequest;
import dev.lockkeeper.workflows.model.UpgradeRequest;
import dev.lockkeeper.workflows.request.InputReader;
import dev.lockkeeper.workflows.request.InvalidInputException;
import dev.lockkeeper.workflows.request.RequestChecks;
import dev.lockkeeper.workflows.request.RoleCount;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The input of an upgrade of the look-alike. Its section may be left out. */
@JsonDeserialize(using = LookalikeRequest.Reader.class)
public record LookalikeRequest(@JsonUnwrapped UpgradeRequest upgrade, LookalikeSettings lookalike)
    implements ProductRequest {
  static final String PRODUCT = "lookalike";
  static final String ROLE = "server";

  static LookalikeRequest read(JsonNode json) throws InvalidInputException {
    InputReader reader = new InputReader();
    UpgradeRequest upgrade = reader.object(json, UpgradeRequest.class, "", Set.of(PRODUCT));
    JsonNode section =
        json.has(PRODUCT) ? json.get(PRODUCT) : JsonNodeFactory.instance.objectNode();
    LookalikeSettings settings = reader.object(section, LookalikeSettings.class, PRODUCT, Set.of());
    new RequestChecks(json, reader).run(PRODUCT, Map.of(ROLE, RoleCount.atLeast(1)), Set.of());
    reader.finish();
    return new LookalikeRequest(Objects.requireNonNull(upgrade), Objects.requireNonNull(settings));
  }

  /** Lets Temporal hand a request to the workflow only after it was checked as a whole. */
  static final class Reader extends JsonDeserializer<LookalikeRequest> {
    @Override
    public LookalikeRequest deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return read(parser.readValueAsTree());
    }
  }
}
