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

  /** Over one more release. */
  public static ObjectNode through(ObjectNode request, String version, String upgrade) {
    ObjectNode stop = request.withObject("/databend").withArray("through").addObject();
    stop.put("upgrade", upgrade)
        .putObject("release")
        .put("version", version)
        .put("archive", "/srv/releases/databend-v" + version + "-x86_64-unknown-linux-gnu.tar.gz")
        .put("sha256", "0".repeat(64));
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
