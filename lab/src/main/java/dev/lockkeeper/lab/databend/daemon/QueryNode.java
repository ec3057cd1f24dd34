package dev.lockkeeper.lab.databend.daemon;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A query node as databend-meta has it registered.
 *
 * @param host where the other query nodes reach it
 * @param port its flight port
 */
record QueryNode(String id, String cluster, String host, int port, String version) {
  static QueryNode parse(String line) {
    String[] fields = line.split("\t");
    return new QueryNode(fields[0], fields[1], fields[2], Integer.parseInt(fields[3]), fields[4]);
  }

  String line() {
    return String.join("\t", id, cluster, host, Integer.toString(port), version);
  }

  /** As {@code /v1/cluster/list} shows it. */
  Map<String, Object> shown() {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("id", id);
    shown.put("secret", "");
    shown.put("cpu_nums", 2);
    shown.put("version", 0);
    shown.put("flight_address", host + ":" + port);
    shown.put("binary_version", version);
    shown.put("cluster_id", cluster);
    shown.put("warehouse_id", cluster);
    return shown;
  }
}
