package dev.lockkeeper.workflows.kwdb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/** Requests as an operator writes them. */
public final class KwdbRequests {
  private KwdbRequests() {}

  /** A multi-replica cluster of three nodes to 3.1.0, a gate before every node. */
  public static ObjectNode request() {
    try {
      return (ObjectNode)
          new ObjectMapper()
              .readTree(
                  """
                  {
                    "product": "kwdb",
                    "cluster": "meters",
                    "release": {
                      "version": "3.1.0",
                      "archive": "/srv/releases/kwdb_install-3.1.0.tar.gz",
                      "sha256": "5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c"
                    },
                    "credentials": "prod-ssh",
                    "nodes": [
                      {"name": "node-1", "host": "10.0.0.11", "role": "node", "home": "/usr/local/kaiwudb"},
                      {"name": "node-2", "host": "10.0.0.12", "role": "node", "home": "/usr/local/kaiwudb"},
                      {"name": "node-3", "host": "10.0.0.13", "role": "node", "home": "/usr/local/kaiwudb"}
                    ],
                    "gates": {"policy": "every-node"},
                    "kwdb": {"previousPackage": "/srv/kwdb-3.0.0"}
                  }
                  """);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same with a change. */
  public static ObjectNode request(Consumer<ObjectNode> change) {
    ObjectNode request = request();
    change.accept(request);
    return request;
  }

  /** With one of the product's own settings. */
  public static Consumer<ObjectNode> setting(String name, String value) {
    return request -> ((ObjectNode) request.get("kwdb")).put(name, value);
  }

  /** Without one of the product's own settings. */
  public static Consumer<ObjectNode> without(String name) {
    return request -> ((ObjectNode) request.get("kwdb")).remove(name);
  }

  /** With one node only. */
  public static Consumer<ObjectNode> oneNode() {
    return request -> {
      while (request.get("nodes").size() > 1) {
        request.withArray("nodes").remove(1);
      }
    };
  }

  /** From one node into another, by export and import. */
  public static Consumer<ObjectNode> importExport() {
    return oneNode()
        .andThen(setting("method", "import-export"))
        .andThen(
            request -> {
              ((ObjectNode) request.get("kwdb")).putArray("databases").add("orders");
              request
                  .withArray("nodes")
                  .addObject()
                  .put("name", "new-1")
                  .put("host", "10.0.1.11")
                  .put("role", "target")
                  .put("home", "/usr/local/kaiwudb");
            });
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
}
