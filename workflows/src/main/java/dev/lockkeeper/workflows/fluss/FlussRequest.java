package dev.lockkeeper.workflows.fluss;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.ProductRequest;
import dev.lockkeeper.workflows.model.UpgradeRequest;
import dev.lockkeeper.workflows.request.InputReader;
import dev.lockkeeper.workflows.request.InputSchema;
import dev.lockkeeper.workflows.request.InvalidInputException;
import dev.lockkeeper.workflows.request.RequestChecks;
import dev.lockkeeper.workflows.request.RoleCount;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The input of a Fluss upgrade. As JSON it is one flat object with a section {@code fluss}. */
@JsonDeserialize(using = FlussRequest.Reader.class)
public record FlussRequest(@JsonUnwrapped UpgradeRequest upgrade, FlussSettings fluss)
    implements ProductRequest {
  /** The product's name in requests, and the name of its section. */
  public static final String PRODUCT = "fluss";

  /**
   * Reads a request and checks everything that can be checked without looking at the cluster.
   *
   * @throws InvalidInputException with all mistakes
   */
  public static FlussRequest read(JsonNode json) throws InvalidInputException {
    InputReader reader = new InputReader();
    UpgradeRequest upgrade = reader.object(json, UpgradeRequest.class, "", Set.of(PRODUCT));
    FlussSettings fluss =
        json.isObject()
            ? reader.object(json.get(PRODUCT), FlussSettings.class, PRODUCT, Set.of())
            : null;
    new RequestChecks(json, reader)
        .run(PRODUCT, roles(), Set.of(FlussCompatibility.CHECK, FlussPreflight.SINGLE_REPLICA));
    reader.finish();
    if (upgrade == null || fluss == null) {
      throw new IllegalStateException("a request without mistakes could not be built");
    }
    return new FlussRequest(upgrade, fluss);
  }

  /** The JSON Schema of a request. */
  public static ObjectNode schema() {
    ObjectNode schema = InputSchema.of(UpgradeRequest.class);
    ObjectNode properties = (ObjectNode) schema.get("properties");
    properties.putObject("product").put("const", PRODUCT).put("description", "The product.");
    properties.set(
        PRODUCT, InputSchema.of(FlussSettings.class).put("description", "What only Fluss knows."));
    schema.withArray("required").add(PRODUCT);
    schema
        .put("$schema", "https://json-schema.org/draft/2020-12/schema")
        .put("title", "Lockkeeper: upgrade of a Fluss cluster");
    return schema;
  }

  /** A sample that {@link #read} accepts: three TabletServers and a CoordinatorServer. */
  public static ObjectNode sample() {
    ObjectNode sample = InputSchema.sample(UpgradeRequest.class);
    sample.put("product", PRODUCT);
    ArrayNode nodes = sample.putArray("nodes");
    for (int i = 1; i <= 3; i++) {
      nodes.add(node("tablet-" + i, "10.0.0.1" + i, FlussRole.TABLET_SERVER));
    }
    nodes.add(node("coordinator-1", "10.0.0.10", FlussRole.COORDINATOR_SERVER));
    sample.set(PRODUCT, InputSchema.sample(FlussSettings.class));
    return sample;
  }

  private static ObjectNode node(String name, String host, FlussRole role) {
    return InputSchema.sample(Node.class)
        .put("name", name)
        .put("host", host)
        .put("role", role.word());
  }

  private static Map<String, RoleCount> roles() {
    Map<String, RoleCount> roles = new LinkedHashMap<>();
    roles.put(FlussRole.TABLET_SERVER.word(), RoleCount.atLeast(1));
    // CoordinatorServers are not highly available up to 0.9.
    roles.put(FlussRole.COORDINATOR_SERVER.word(), RoleCount.exactly(1));
    return roles;
  }

  /** Lets Temporal hand a request to the workflow only after it was checked as a whole. */
  static final class Reader extends JsonDeserializer<FlussRequest> {
    @Override
    public FlussRequest deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return read(parser.readValueAsTree());
    }
  }
}
