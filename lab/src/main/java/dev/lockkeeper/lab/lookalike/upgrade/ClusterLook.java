package dev.lockkeeper.lab.lookalike.upgrade;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.workflows.model.Fact;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the states of a cluster's servers mean. Pure functions; unknown is bad. */
final class ClusterLook {
  private ClusterLook() {}

  /** Whether everything is as it should be. */
  static List<Fact> whole(List<Server> servers, Map<String, JsonNode> states) {
    List<Fact> facts = new ArrayList<>();
    for (Server server : servers) {
      String name = server.node().node().name();
      JsonNode state = states.get(name);
      if (state == null) {
        facts.add(Fact.bad(name, "does not answer"));
      } else {
        facts.add(seen(name, state, servers));
      }
    }
    return facts;
  }

  private static Fact seen(String name, JsonNode state, List<Server> servers) {
    if (state.get("alive").size() < servers.size()) {
      return Fact.bad(name, "hears only " + state.get("alive"));
    }
    for (JsonNode partition : state.get("partitions")) {
      if (partition.get("leader").isNull()) {
        return Fact.bad(name, "partition " + partition.get("partition") + " has no leader");
      }
      if (!ids(partition.get("inSync")).containsAll(ids(partition.get("replicas")))) {
        return Fact.bad(name, "partition " + partition.get("partition") + " is not in sync");
      }
    }
    return Fact.good(name, "sees all nodes and every replica in sync");
  }

  /** What becomes of the partitions if this server is not there. */
  static List<Fact> without(Server server, List<Server> servers, Map<String, JsonNode> states) {
    List<Fact> facts = new ArrayList<>();
    String name = server.node().node().name();
    for (Server other : servers) {
      if (other.equals(server)) {
        continue;
      }
      JsonNode state = states.get(other.node().node().name());
      if (state == null) {
        facts.add(Fact.bad(other.node().node().name(), "does not answer"));
        continue;
      }
      Set<Integer> alive = ids(state.get("alive"));
      alive.remove(server.id());
      for (JsonNode partition : state.get("partitions")) {
        if (ids(partition.get("inSync")).stream().noneMatch(alive::contains)) {
          facts.add(
              Fact.bad(
                  "without " + name,
                  "partition "
                      + partition.get("partition")
                      + " has no live replica in sync, as "
                      + other.node().node().name()
                      + " sees it"));
        }
      }
    }
    if (facts.isEmpty()) {
      facts.add(Fact.good("without " + name, "each partition keeps a replica in sync"));
    }
    return facts;
  }

  private static Set<Integer> ids(JsonNode list) {
    Set<Integer> ids = new HashSet<>();
    list.forEach(id -> ids.add(id.asInt()));
    return ids;
  }
}
