package dev.lockkeeper.workflows.databend;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Requests as an operator writes them. */
public final class DatabendRequests {
  private DatabendRequests() {}

  /** Three query and three meta nodes of the cluster {@code orders}. */
  public static ObjectNode request(String version, String policy) {
    ObjectNode request = DatabendRequest.sample();
    request.put("cluster", "orders");
    ((ObjectNode) request.get("release")).put("version", version);
    request.putObject("gates").put("policy", policy);
    return request;
  }

  /** Without the nodes after the first so many of a role. */
  static ObjectNode withOnly(ObjectNode request, String role, int count) {
    ArrayNode nodes = (ArrayNode) request.get("nodes");
    int kept = 0;
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).get("role").asText().equals(role) && ++kept > count) {
        nodes.remove(i--);
      }
    }
    return request;
  }
}
