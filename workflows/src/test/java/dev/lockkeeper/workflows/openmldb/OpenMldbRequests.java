package dev.lockkeeper.workflows.openmldb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/** Requests as an operator writes them. */
public final class OpenMldbRequests {
  private OpenMldbRequests() {}

  /** Two nameservers and three tablets to 0.9.2, a gate before every node. */
  public static ObjectNode request() {
    try {
      return (ObjectNode)
          new ObjectMapper()
              .readTree(
                  """
                  {
                    "product": "openmldb",
                    "cluster": "features",
                    "release": {
                      "version": "0.9.2",
                      "archive": "/srv/releases/openmldb-0.9.2-linux.tar.gz",
                      "sha256": "5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c"
                    },
                    "credentials": "prod-ssh",
                    "nodes": [
                      {"name": "nameserver-1", "host": "10.0.0.21", "role": "nameserver", "home": "/opt/openmldb"},
                      {"name": "nameserver-2", "host": "10.0.0.22", "role": "nameserver", "home": "/opt/openmldb"},
                      {"name": "tablet-1", "host": "10.0.0.11", "role": "tablet", "home": "/opt/openmldb"},
                      {"name": "tablet-2", "host": "10.0.0.12", "role": "tablet", "home": "/opt/openmldb"},
                      {"name": "tablet-3", "host": "10.0.0.13", "role": "tablet", "home": "/opt/openmldb"}
                    ],
                    "gates": {"policy": "every-node"},
                    "openmldb": {"zookeeper": "10.0.0.5:2181"}
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
  public static Consumer<ObjectNode> setting(String name, boolean value) {
    return request -> ((ObjectNode) request.get("openmldb")).put(name, value);
  }

  /** With another gate policy. */
  public static Consumer<ObjectNode> policy(String policy) {
    return request -> ((ObjectNode) request.get("gates")).put("policy", policy);
  }

  /** With one more node. */
  public static Consumer<ObjectNode> node(String name, String role) {
    return request ->
        request
            .withArray("nodes")
            .addObject()
            .put("name", name)
            .put("host", "10.0.1." + (request.get("nodes").size() + 1))
            .put("role", role)
            .put("home", "/opt/openmldb");
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
