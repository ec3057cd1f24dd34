package dev.lockkeeper.workflows.fluss;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/** Requests as an operator writes them. */
public final class FlussRequests {
  private static final ObjectMapper JSON = new ObjectMapper();

  private FlussRequests() {}

  /** Three TabletServers and a CoordinatorServer, 0.9.1, a gate before every node. */
  public static ObjectNode request() {
    return parse(
        """
        {
          "product": "fluss",
          "cluster": "orders",
          "release": {
            "version": "0.9.1-incubating",
            "archive": "/srv/releases/fluss-0.9.1-incubating-bin.tgz",
            "sha256": "5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c"
          },
          "credentials": "prod-ssh",
          "nodes": [
            {"name": "tablet-1", "host": "10.0.0.11", "role": "tablet-server", "home": "/opt/fluss"},
            {"name": "tablet-2", "host": "10.0.0.12", "role": "tablet-server", "home": "/opt/fluss"},
            {"name": "tablet-3", "host": "10.0.0.13", "role": "tablet-server", "home": "/opt/fluss"},
            {"name": "coordinator-1", "host": "10.0.0.10", "role": "coordinator-server", "home": "/opt/fluss"}
          ],
          "gates": {"policy": "every-node"},
          "fluss": {"zookeeper": "10.0.0.5:2181"}
        }
        """);
  }

  /** The same with a change. */
  public static ObjectNode request(Consumer<ObjectNode> change) {
    ObjectNode request = request();
    change.accept(request);
    return request;
  }

  /** To another version. */
  public static Consumer<ObjectNode> version(String version) {
    return request -> ((ObjectNode) request.get("release")).put("version", version);
  }

  /** With another gate policy. */
  public static Consumer<ObjectNode> policy(String policy) {
    return request -> ((ObjectNode) request.get("gates")).put("policy", policy);
  }

  /** By the other method. */
  public static Consumer<ObjectNode> fullStop() {
    return request -> ((ObjectNode) request.get("fluss")).put("method", "full-stop");
  }

  /** With a waiver for every node. */
  public static Consumer<ObjectNode> waiver(String check) {
    return request ->
        request
            .withArray("waivers")
            .addObject()
            .put("check", check)
            .put("by", "ann")
            .put("reason", "rehearsal");
  }

  /** With a waiver for one node. */
  public static Consumer<ObjectNode> waiver(String check, String node) {
    return waiver(check)
        .andThen(
            request -> {
              JsonNode given = request.withArray("waivers");
              ((ObjectNode) given.get(given.size() - 1)).put("node", node);
            });
  }

  static ObjectNode parse(String text) {
    try {
      return (ObjectNode) JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
