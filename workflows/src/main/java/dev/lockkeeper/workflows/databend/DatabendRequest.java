package dev.lockkeeper.workflows.databend;

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

/**
 * The input of a Databend upgrade. As JSON it is one flat object with a section {@code databend}.
 */
@JsonDeserialize(using = DatabendRequest.Reader.class)
public record DatabendRequest(@JsonUnwrapped UpgradeRequest upgrade, DatabendSettings databend)
    implements ProductRequest {
  /** The product's name in requests, and the name of its section. */
  public static final String PRODUCT = "databend";

  /** Name of the check that refuses to stop the only query node of a cluster, for waivers. */
  public static final String ONLY_QUERY = "only-query";

  /** Name of the check that refuses to stop a meta node without which there is no quorum. */
  public static final String QUORUM = "quorum";

  /**
   * Reads a request and checks everything that can be checked without looking at the cluster.
   *
   * @throws InvalidInputException with all mistakes
   */
  public static DatabendRequest read(JsonNode json) throws InvalidInputException {
    InputReader reader = new InputReader();
    UpgradeRequest upgrade = reader.object(json, UpgradeRequest.class, "", Set.of(PRODUCT));
    DatabendSettings databend =
        json.isObject()
            ? reader.object(json.get(PRODUCT), DatabendSettings.class, PRODUCT, Set.of())
            : null;
    new RequestChecks(json, reader).run(PRODUCT, roles(), Set.of(ONLY_QUERY, QUORUM));
    checkVersion(json.path("release"), "release", reader);
    new StopoverChecks(json, reader).run();
    reader.finish();
    if (upgrade == null || databend == null) {
      throw new IllegalStateException("a request without mistakes could not be built");
    }
    return new DatabendRequest(upgrade, databend);
  }

  /** The release that shall run. */
  public DatabendVersion release() {
    return DatabendVersion.of(upgrade.release().version());
  }

  /** The JSON Schema of a request. */
  public static ObjectNode schema() {
    ObjectNode schema = InputSchema.of(UpgradeRequest.class);
    ObjectNode properties = (ObjectNode) schema.get("properties");
    properties.putObject("product").put("const", PRODUCT).put("description", "The product.");
    properties.set(
        PRODUCT,
        InputSchema.of(DatabendSettings.class).put("description", "What only Databend knows."));
    schema.withArray("required").add(PRODUCT);
    schema
        .put("$schema", "https://json-schema.org/draft/2020-12/schema")
        .put("title", "Lockkeeper: upgrade of a Databend cluster");
    return schema;
  }

  /** A sample that {@link #read} accepts: three query and three meta nodes. */
  public static ObjectNode sample() {
    ObjectNode sample = InputSchema.sample(UpgradeRequest.class);
    sample.put("product", PRODUCT);
    ((ObjectNode) sample.get("release"))
        .put("version", "1.2.833")
        .put("archive", "/srv/releases/databend-v1.2.833-x86_64-unknown-linux-gnu.tar.gz");
    ArrayNode nodes = sample.putArray("nodes");
    for (int i = 1; i <= 3; i++) {
      nodes.add(node("query-" + i, "10.0.0.1" + i, DatabendRole.QUERY));
    }
    for (int i = 1; i <= 3; i++) {
      nodes.add(node("meta-" + i, "10.0.0.2" + i, DatabendRole.META));
    }
    sample.set(PRODUCT, InputSchema.sample(DatabendSettings.class));
    return sample;
  }

  private static ObjectNode node(String name, String host, DatabendRole role) {
    return InputSchema.sample(Node.class)
        .put("name", name)
        .put("host", host)
        .put("role", role.word())
        .put("home", "/opt/databend");
  }

  private static Map<String, RoleCount> roles() {
    Map<String, RoleCount> roles = new LinkedHashMap<>();
    // Also those that stay as they are: whether old and new fit needs to know all of them.
    roles.put(DatabendRole.QUERY.word(), RoleCount.atLeast(1));
    roles.put(DatabendRole.META.word(), RoleCount.atLeast(1));
    return roles;
  }

  /** Whether a release is named as Databend names its releases. */
  static void checkVersion(JsonNode release, String path, InputReader reader) {
    String version = release.path("version").asText();
    try {
      if (!version.isEmpty()) {
        DatabendVersion.of(version);
      }
    } catch (IllegalArgumentException e) {
      reader.report(path + ".version", String.valueOf(e.getMessage()));
    }
  }

  /** Lets Temporal hand a request to the workflow only after it was checked as a whole. */
  static final class Reader extends JsonDeserializer<DatabendRequest> {
    @Override
    public DatabendRequest deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return read(parser.readValueAsTree());
    }
  }
}
