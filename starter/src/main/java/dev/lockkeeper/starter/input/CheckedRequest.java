package dev.lockkeeper.starter.input;

import com.fasterxml.jackson.databind.JsonNode;

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

  public String target() {
    return json.path("release").path("version").asText();
  }
}
