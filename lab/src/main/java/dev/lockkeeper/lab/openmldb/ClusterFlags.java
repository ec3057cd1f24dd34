package dev.lockkeeper.lab.openmldb;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Fills in a shipped settings file as the vendor's deploy script does: a key's line is commented
 * out and the new one appended at the end.
 */
final class ClusterFlags {
  private ClusterFlags() {}

  /** The flags of a node that are its own. */
  static Map<String, String> of(
      OpenMldbNode node, Pace pace, String zookeeper, String rootPath, Naming naming) {
    if (node.role() == OpenMldbNode.Role.TASKMANAGER) {
      return properties(node, zookeeper, rootPath);
    }
    Map<String, String> flags = new LinkedHashMap<>();
    if (naming == Naming.ADDRESSES) {
      flags.put("endpoint", node.address());
    } else {
      flags.put("endpoint", "");
      flags.put("use_name", "true");
      flags.put("port", Integer.toString(node.port()));
      flags.put("lab_address", node.host().address());
    }
    flags.put("zk_cluster", zookeeper);
    flags.put("zk_root_path", rootPath);
    flags.put("zk_session_timeout", Long.toString(pace.session().toMillis()));
    switch (node.role()) {
      case NAMESERVER -> {
        flags.put("tablet_heartbeat_timeout", "500");
        flags.put("get_table_status_interval", "200");
        flags.put("lab_operation_millis", Long.toString(pace.operation().toMillis()));
      }
      case TABLET -> flags.put("lab_load_millis", Long.toString(pace.load().toMillis()));
      case APISERVER, TASKMANAGER -> flags.remove("zk_session_timeout");
    }
    return flags;
  }

  private static Map<String, String> properties(
      OpenMldbNode node, String zookeeper, String rootPath) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("server.host", node.host().address());
    properties.put("server.port", Integer.toString(node.port()));
    properties.put("zookeeper.cluster", zookeeper);
    properties.put("zookeeper.root_path", rootPath);
    return properties;
  }

  /** The text with each setting at its end. */
  static String fill(OpenMldbNode.Role role, String shipped, Map<String, String> flags) {
    String dashes = role == OpenMldbNode.Role.TASKMANAGER ? "" : "--";
    StringBuilder text = new StringBuilder();
    for (String line : shipped.split("\n")) {
      boolean replaced =
          flags.keySet().stream().anyMatch(key -> line.startsWith(dashes + key + "="));
      text.append(replaced ? "# " : "").append(line).append('\n');
    }
    flags.forEach(
        (key, value) -> {
          if (!value.isEmpty()) {
            text.append(dashes).append(key).append('=').append(value).append('\n');
          }
        });
    return text.toString();
  }
}
