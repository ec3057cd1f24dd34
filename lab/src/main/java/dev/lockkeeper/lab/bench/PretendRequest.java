package dev.lockkeeper.lab.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.workflows.model.Json;

/** Requests for clusters that {@link PretendNodes} pretends. */
final class PretendRequest {
  private PretendRequest() {}

  /**
   * An upgrade that asks before every node.
   *
   * @param cluster its name
   * @param nodes how many it has
   */
  static ObjectNode of(String cluster, int nodes) {
    ObjectNode request = Json.mapper().createObjectNode();
    request.put("product", "lookalike").put("cluster", cluster).put("credentials", cluster);
    request
        .putObject("release")
        .put("version", "1.1.0")
        .put("archive", "/srv/releases/lookalike-1.1.0.tgz")
        .put("sha256", "0".repeat(64));
    ArrayNode list = request.putArray("nodes");
    for (int i = 1; i <= nodes; i++) {
      list.addObject()
          .put("name", "node-" + i)
          .put("host", "10.0." + i / 250 + "." + (i % 250 + 1))
          .put("port", 22)
          .put("role", "server")
          .put("home", "/opt/lookalike");
    }
    return request;
  }
}
