package dev.lockkeeper.workflows.openmldb;

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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The input of an OpenMLDB upgrade. As JSON it is one flat object with a section {@code openmldb}.
 */
@JsonDeserialize(using = OpenMldbRequest.Reader.class)
public record OpenMldbRequest(@JsonUnwrapped UpgradeRequest upgrade, OpenMldbSettings openmldb)
    implements ProductRequest {
  /** The product's name in requests, and the name of its section. */
  public static final String PRODUCT = "openmldb";

  /**
   * Reads a request and checks everything that can be checked without looking at the cluster.
   *
   * @throws InvalidInputException with all mistakes
   */
  public static OpenMldbRequest read(JsonNode json) throws InvalidInputException {
    InputReader reader = new InputReader();
    UpgradeRequest upgrade = reader.object(json, UpgradeRequest.class, "", Set.of(PRODUCT));
    OpenMldbSettings openmldb =
        json.isObject()
            ? reader.object(json.get(PRODUCT), OpenMldbSettings.class, PRODUCT, Set.of())
            : null;
    new RequestChecks(json, reader).run(PRODUCT, roles(), Set.of(OpenMldbPreflight.SINGLE_COPY));
    checkHomes(json, reader);
    reader.finish();
    if (upgrade == null || openmldb == null) {
      throw new IllegalStateException("a request without mistakes could not be built");
    }
    return new OpenMldbRequest(upgrade, openmldb);
  }

  /** The JSON Schema of a request. */
  public static ObjectNode schema() {
    ObjectNode schema = InputSchema.of(UpgradeRequest.class);
    ObjectNode properties = (ObjectNode) schema.get("properties");
    properties.putObject("product").put("const", PRODUCT).put("description", "The product.");
    properties.set(
        PRODUCT,
        InputSchema.of(OpenMldbSettings.class).put("description", "What only OpenMLDB knows."));
    schema.withArray("required").add(PRODUCT);
    schema
        .put("$schema", "https://json-schema.org/draft/2020-12/schema")
        .put("title", "Lockkeeper: upgrade of an OpenMLDB cluster");
    return schema;
  }

  /** A sample that {@link #read} accepts: two nameservers and three tablets. */
  public static ObjectNode sample() {
    ObjectNode sample = InputSchema.sample(UpgradeRequest.class);
    sample.put("product", PRODUCT);
    ((ObjectNode) sample.get("release"))
        .put("version", "0.9.2")
        .put("archive", "/srv/releases/openmldb-0.9.2-linux.tar.gz");
    ArrayNode nodes = sample.putArray("nodes");
    for (int i = 1; i <= 2; i++) {
      nodes.add(node("nameserver-" + i, "10.0.0.2" + i, OpenMldbRole.NAMESERVER));
    }
    for (int i = 1; i <= 3; i++) {
      nodes.add(node("tablet-" + i, "10.0.0.1" + i, OpenMldbRole.TABLET));
    }
    sample.set(PRODUCT, InputSchema.sample(OpenMldbSettings.class));
    return sample;
  }

  private static ObjectNode node(String name, String host, OpenMldbRole role) {
    return InputSchema.sample(Node.class)
        .put("name", name)
        .put("host", host)
        .put("role", role.word())
        .put("home", "/opt/openmldb");
  }

  private static Map<String, RoleCount> roles() {
    Map<String, RoleCount> roles = new LinkedHashMap<>();
    roles.put(OpenMldbRole.NAMESERVER.word(), RoleCount.atLeast(1));
    roles.put(OpenMldbRole.TABLET.word(), RoleCount.atLeast(1));
    roles.put(OpenMldbRole.APISERVER.word(), RoleCount.atLeast(0));
    roles.put(OpenMldbRole.TASKMANAGER.word(), RoleCount.atLeast(0));
    return roles;
  }

  /** Each server's bin and conf are replaced while it is down, so it cannot share them. */
  private static void checkHomes(JsonNode request, InputReader reader) {
    Map<String, String> homes = new HashMap<>();
    for (int i = 0; i < request.path("nodes").size(); i++) {
      JsonNode node = request.path("nodes").get(i);
      String place =
          node.path("host").asText()
              + ":"
              + node.path("port").asInt(22)
              + " "
              + node.path("home").asText();
      String other = homes.putIfAbsent(place, node.path("name").asText());
      if (other != null && !node.path("home").asText().isEmpty()) {
        reader.report(
            "nodes[" + i + "].home",
            "is also the home of "
                + other
                + "; each server needs bin and conf of its own, because they are replaced while"
                + " only that server is down");
      }
    }
  }

  /** Lets Temporal hand a request to the workflow only after it was checked as a whole. */
  static final class Reader extends JsonDeserializer<OpenMldbRequest> {
    @Override
    public OpenMldbRequest deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return read(parser.readValueAsTree());
    }
  }
}
