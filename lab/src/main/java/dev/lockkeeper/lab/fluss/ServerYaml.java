package dev.lockkeeper.lab.fluss;

import java.util.LinkedHashMap;
import java.util.Map;

/** Fills in a shipped server.yaml for one node of the lab. */
final class ServerYaml {

  private static final String JAVA_OPTIONS =
      "-Xmx160m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData";

  private ServerYaml() {}

  /** The settings of a node in the keys of a version. */
  static Map<String, String> settings(
      FlussVersion version, FlussNode node, String zookeeper, String remoteDirectory) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("zookeeper.address", zookeeper);
    settings.put("default.bucket.number", "3");
    settings.put("default.replication.factor", "3");
    settings.put("data.dir", node.host().path("/srv/fluss-data"));
    settings.put("remote.data.dir", remoteDirectory);
    settings.put("env.java.opts.all", JAVA_OPTIONS);
    boolean tablet = node.role() == FlussNode.Role.TABLET_SERVER;
    if (tablet) {
      settings.put("tablet-server.id", Integer.toString(node.id()));
    }
    String address = node.host().address();
    if (version == FlussVersion.V0_6_0) {
      String prefix = tablet ? "tablet-server" : "coordinator";
      settings.put(prefix + ".host", address);
      settings.put(prefix + ".port", Integer.toString(node.port()));
    } else {
      settings.put("bind.listeners", "FLUSS://" + address + ":" + node.port());
    }
    return settings;
  }

  /** The text with each setting in the place of its key, or at the end. */
  static String fill(String shipped, Map<String, String> settings) {
    StringBuilder text = new StringBuilder();
    Map<String, String> open = new LinkedHashMap<>(settings);
    for (String line : shipped.split("\n")) {
      int colon = line.indexOf(": ");
      String value = colon > 0 ? open.remove(line.substring(0, colon)) : null;
      text.append(value == null ? line : line.substring(0, colon) + ": " + value).append('\n');
    }
    open.forEach((key, value) -> text.append(key).append(": ").append(value).append('\n'));
    return text.toString();
  }
}
