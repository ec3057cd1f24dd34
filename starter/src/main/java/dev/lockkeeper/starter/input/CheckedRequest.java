package dev.lockkeeper.starter.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A request without mistakes.
 *
 * @param file where it came from
 * @param json as it is sent to Temporal: what the operator wrote, with nothing filled in
 */
public record CheckedRequest(String file, Product product, JsonNode json) {
  public String cluster() {
    return json.path("cluster").asText();
  }

  /** What of it says which nodes there are and how to log in to them. */
  public ObjectNode nodes() {
    ObjectNode nodes = JsonNodeFactory.instance.objectNode();
    for (String field : new String[] {"cluster", "credentials", "nodes"}) {
      nodes.set(field, json.get(field));
    }
    return nodes;
  }

  public String target() {
    return json.path("release").path("version").asText();
  }
}
