package dev.lockkeeper.activities.databend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/cluster/status} of databend-meta. From 1.2.658 on it tells of the new Raft log and
 * of snapshot_key_count, before of db_size; last_applied is {@code {term,index}} in old releases
 * and {@code {leader_id,index}} in new ones.
 */
public final class MetaStatusJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EXPECTED = "the state of a databend-meta node as JSON";

  private MetaStatusJson() {}

  /** Reads the answer. */
  public static MetaStatus parse(String text) throws Unreadable {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new Unreadable(EXPECTED, text);
    }
    if (root == null || !root.isObject()) {
      throw new Unreadable(EXPECTED, text);
    }
    List<Long> voters = new ArrayList<>();
    for (JsonNode voter : require(root, "voters", text)) {
      voters.add(nodeId(voter, text));
    }
    JsonNode leader = root.path("leader");
    JsonNode applied = root.path("last_applied");
    return new MetaStatus(
        number(root, "id", text),
        VersionText.find(root.path("binary_version").asText("")),
        textOrNull(root, "data_version"),
        require(root, "state", text).asText(),
        leader.isObject() ? Long.valueOf(nodeId(leader, text)) : null,
        number(root, "current_term", text),
        number(root, "last_log_index", text),
        applied.isObject() ? number(applied, "index", text) : 0,
        number(root, "last_seq", text),
        root.hasNonNull("snapshot_key_count")
            ? Long.valueOf(number(root, "snapshot_key_count", text))
            : null,
        snapshotIndex(root, text),
        voters);
  }

  private static @Nullable Long snapshotIndex(JsonNode root, String text) throws Unreadable {
    JsonNode snapshot = root.path("snapshot_last_log_id");
    return snapshot.isObject() ? Long.valueOf(number(snapshot, "index", text)) : null;
  }

  private static long nodeId(JsonNode node, String text) throws Unreadable {
    String name = node.path("name").asText("");
    try {
      return Long.parseLong(name);
    } catch (NumberFormatException e) {
      throw new Unreadable("a node whose name is its id", text);
    }
  }

  private static long number(JsonNode root, String field, String text) throws Unreadable {
    JsonNode value = require(root, field, text);
    if (!value.isIntegralNumber()) {
      throw new Unreadable("a number as \"" + field + "\"", text);
    }
    return value.asLong();
  }

  private static JsonNode require(JsonNode root, String field, String text) throws Unreadable {
    if (!root.hasNonNull(field)) {
      throw new Unreadable("\"" + field + "\" in the state of a databend-meta node", text);
    }
    return root.get(field);
  }

  private static @Nullable String textOrNull(JsonNode root, String field) {
    return root.hasNonNull(field) ? root.get(field).asText() : null;
  }
}
