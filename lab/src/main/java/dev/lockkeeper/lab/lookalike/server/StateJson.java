package dev.lockkeeper.lab.lookalike.server;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/** The answer to {@code state}: one line of JSON. */
final class StateJson {

  private StateJson() {}

  static String of(
      Identity self, ClusterRecord record, Placement placement, SortedSet<Integer> alive) {
    StringBuilder json = new StringBuilder(800);
    json.append("{\"id\":").append(self.id());
    json.append(",\"version\":").append(quoted(self.version()));
    json.append(",\"pid\":").append(self.pid());
    json.append(",\"startedAt\":\"").append(Instant.ofEpochMilli(self.startedAt())).append('"');
    json.append(",\"release\":").append(quoted(self.release()));
    json.append(",\"alive\":").append(ids(alive));
    json.append(",\"settings\":{");
    String separator = "";
    for (Map.Entry<String, Setting> setting : record.settings().entrySet()) {
      json.append(separator).append(quoted(setting.getKey())).append(':');
      json.append(quoted(setting.getValue().value()));
      separator = ",";
    }
    json.append("},\"partitions\":[");
    for (int i = 0; i < Placement.PARTITIONS; i++) {
      json.append(i == 0 ? "" : ",");
      partition(json, i, record.partition(i), placement.replicas(i), alive);
    }
    return json.append("]}").toString();
  }

  private static void partition(
      StringBuilder json,
      int number,
      Partition partition,
      List<Integer> replicas,
      SortedSet<Integer> alive) {
    json.append("{\"partition\":").append(number);
    json.append(",\"epoch\":").append(partition.epoch()).append(",\"leader\":");
    if (alive.contains(partition.leader())) {
      json.append(partition.leader());
    } else {
      json.append("null");
    }
    json.append(",\"replicas\":").append(ids(replicas));
    json.append(",\"inSync\":").append(ids(partition.inSync())).append('}');
  }

  private static StringBuilder ids(Collection<Integer> ids) {
    StringBuilder list = new StringBuilder("[");
    Words.writeIds(list, ids);
    return list.append(']');
  }

  private static StringBuilder quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      if (letter == '"' || letter == '\\') {
        json.append('\\');
      }
      json.append(letter < ' ' ? ' ' : letter);
    }
    return json.append('"');
  }
}
