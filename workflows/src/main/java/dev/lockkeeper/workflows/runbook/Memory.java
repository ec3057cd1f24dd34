package dev.lockkeeper.workflows.runbook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockkeeper.workflows.model.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What parts of a procedure gave that are done once in the whole chain of a long run. */
final class Memory {
  private static final ObjectMapper JSON = Json.mapper();

  private final Map<String, JsonNode> kept = new LinkedHashMap<>();

  Memory() {}

  Memory(Map<String, JsonNode> carried) {
    kept.putAll(carried);
  }

  Map<String, JsonNode> carry() {
    return new LinkedHashMap<>(kept);
  }

  void keep(String key, Object value) {
    kept.put(key, JSON.valueToTree(value));
  }

  <T> Optional<T> recall(String key, Class<T> type) {
    JsonNode value = kept.get(key);
    if (value == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.treeToValue(value, type));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was kept as " + key + " cannot be read", e);
    }
  }
}
