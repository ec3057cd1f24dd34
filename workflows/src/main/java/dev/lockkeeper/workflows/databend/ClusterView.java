package dev.lockkeeper.workflows.databend;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Everything of a cluster that can be asked.
 *
 * @param cluster its name in the request
 * @param daemons all of them, in the order of the request
 * @param sqlCredentials name of the profile to log in with at databend-query
 */
public record ClusterView(String cluster, List<Daemon> daemons, String sqlCredentials) {
  public ClusterView {
    daemons = List.copyOf(daemons);
  }

  /** The daemons of one role. */
  public List<Daemon> of(DatabendRole role) {
    return daemons.stream().filter(daemon -> daemon.role() == role).toList();
  }

  /** The daemon of a node. */
  public Daemon named(String name) {
    return daemons.stream()
        .filter(daemon -> daemon.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no node " + name));
  }

  static ClusterView of(
      String cluster,
      List<String> order,
      Map<String, NodeInspection> inspections,
      String sqlCredentials) {
    return new ClusterView(
        cluster,
        order.stream()
            .map(name -> Objects.requireNonNull(inspections.get(name)).knownDaemon())
            .toList(),
        sqlCredentials);
  }
}
