package dev.lockkeeper.workflows.kwdb;

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

/** The input of a KWDB upgrade. As JSON it is one flat object with a section {@code kwdb}. */
@JsonDeserialize(using = KwdbRequest.Reader.class)
public record KwdbRequest(@JsonUnwrapped UpgradeRequest upgrade, KwdbSettings kwdb)
    implements ProductRequest {
  /** The product's name in requests, and the name of its section. */
  public static final String PRODUCT = "kwdb";

  /** Name of the check that wants leaseholders and replicas evenly spread, for waivers. */
  public static final String SPREAD = "spread";

  /** Name of the check that wants no schema change or bulk job to run, for waivers. */
  public static final String JOBS = "running-jobs";

  /**
   * Reads a request and checks everything that can be checked without looking at the cluster.
   *
   * @throws InvalidInputException with all mistakes
   */
  public static KwdbRequest read(JsonNode json) throws InvalidInputException {
    InputReader reader = new InputReader();
    UpgradeRequest upgrade = reader.object(json, UpgradeRequest.class, "", Set.of(PRODUCT));
    KwdbSettings kwdb =
        json.isObject()
            ? reader.object(json.get(PRODUCT), KwdbSettings.class, PRODUCT, Set.of())
            : null;
    new RequestChecks(json, reader).run(PRODUCT, roles(), Set.of(SPREAD, JOBS));
    checkMethod(json, reader);
    reader.finish();
    if (upgrade == null || kwdb == null) {
      throw new IllegalStateException("a request without mistakes could not be built");
    }
    return new KwdbRequest(upgrade, kwdb);
  }

  /** The JSON Schema of a request. */
  public static ObjectNode schema() {
    ObjectNode schema = InputSchema.of(UpgradeRequest.class);
    ObjectNode properties = (ObjectNode) schema.get("properties");
    properties.putObject("product").put("const", PRODUCT).put("description", "The product.");
    properties.set(
        PRODUCT, InputSchema.of(KwdbSettings.class).put("description", "What only KWDB knows."));
    schema.withArray("required").add(PRODUCT);
    schema
        .put("$schema", "https://json-schema.org/draft/2020-12/schema")
        .put("title", "Lockkeeper: upgrade of a KWDB cluster");
    return schema;
  }

  /** A sample that {@link #read} accepts: a multi-replica cluster of three nodes. */
  public static ObjectNode sample() {
    ObjectNode sample = InputSchema.sample(UpgradeRequest.class);
    sample.put("product", PRODUCT);
    ((ObjectNode) sample.get("release"))
        .put("version", "3.1.0")
        .put("archive", "/srv/releases/kwdb_install-3.1.0.tar.gz");
    ArrayNode nodes = sample.putArray("nodes");
    for (int i = 1; i <= 3; i++) {
      nodes.add(
          InputSchema.sample(Node.class)
              .put("name", "node-" + i)
              .put("host", "10.0.0.1" + i)
              .put("role", KwdbRole.NODE.word())
              .put("home", "/usr/local/kaiwudb"));
    }
    sample.set(PRODUCT, InputSchema.sample(KwdbSettings.class));
    return sample;
  }

  private static Map<String, RoleCount> roles() {
    Map<String, RoleCount> roles = new LinkedHashMap<>();
    roles.put(KwdbRole.NODE.word(), RoleCount.atLeast(1));
    roles.put(KwdbRole.TARGET.word(), RoleCount.atLeast(0));
    return roles;
  }

  private static void checkMethod(JsonNode json, InputReader reader) {
    String method = json.path(PRODUCT).path("method").asText();
    boolean importing = method.equals(KwdbMethod.IMPORT_EXPORT.word());
    long nodes = count(json, KwdbRole.NODE);
    long targets = count(json, KwdbRole.TARGET);
    if (importing && targets == 0) {
      reader.report("nodes", "has no target; import-export needs a node of the new installation");
    }
    if (importing && json.path(PRODUCT).path("databases").isEmpty()) {
      reader.report("kwdb.databases", "is empty; name the databases to export and import");
    }
    if (!importing && targets > 0) {
      reader.report("nodes", "has a target, which only method: import-export knows");
    }
    if (method.equals(KwdbMethod.ROLLING.word()) && nodes < 3) {
      reader.report(
          "nodes", "has " + nodes + " of role node; a multi-replica cluster has at least 3");
    }
    if (method.equals(KwdbMethod.STANDALONE.word()) && nodes > 1) {
      reader.report("nodes", "has " + nodes + " of role node; a standalone installation has 1");
    }
  }

  private static long count(JsonNode json, KwdbRole role) {
    long count = 0;
    for (JsonNode node : json.path("nodes")) {
      if (node.path("role").asText().equals(role.word())) {
        count++;
      }
    }
    return count;
  }

  /** Lets Temporal hand a request to the workflow only after it was checked as a whole. */
  static final class Reader extends JsonDeserializer<KwdbRequest> {
    @Override
    public KwdbRequest deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return read(parser.readValueAsTree());
    }
  }
}
