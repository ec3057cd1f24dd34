package dev.lockkeeper.activities.openmldb;

import dev.lockkeeper.activities.openmldb.ClusterState.Key;
import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.openmldb.OpenMldbView;
import dev.lockkeeper.workflows.openmldb.Positions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the state of a cluster means for an upgrade. Pure functions; unknown is never good. */
final class ClusterRules {
  private static final int NAMED = 5;

  private ClusterRules() {}

  /** Whether everything is there, alive, and in the tablets' memory. */
  static List<Fact> whole(ClusterState state, OpenMldbView.Members members) {
    List<Fact> facts = new ArrayList<>();
    facts.add(nameservers(state, members));
    facts.add(tablets(state, members));
    facts.add(partitions(state));
    facts.add(memory(state, state.partitions()));
    facts.add(idle(state));
    return facts;
  }

  /** Those of the request, all of them and no other, one of which leads. */
  static Fact nameservers(ClusterState state, OpenMldbView.Members members) {
    List<String> seen = state.nameservers().stream().map(Nameserver::endpoint).toList();
    List<String> wrong = differences(members.nameservers(), seen, "nameserver");
    if (state.leader().isEmpty()) {
      wrong.add("no nameserver leads");
    }
    return judged("nameservers", wrong, seen.size() + " registered");
  }

  /** Those of the request are registered and no other is. */
  static Fact tablets(ClusterState state, OpenMldbView.Members members) {
    List<String> seen =
        state.tablets().stream()
            .filter(tablet -> tablet.state() == TabletServer.State.HEALTHY)
            .map(TabletServer::endpoint)
            .toList();
    return judged(
        "tablets",
        differences(members.tablets(), seen, "tablet"),
        seen.size() + " registered (kHealthy)");
  }

  /** Every replica is alive, and every partition has exactly one leader. */
  static Fact partitions(ClusterState state) {
    List<String> wrong = new ArrayList<>();
    new TreeMap<>(state.partitions())
        .forEach(
            (key, replicas) -> {
              long leaders =
                  replicas.stream()
                      .filter(one -> one.alive() && one.role() == Replica.Role.LEADER)
                      .count();
              if (leaders != 1) {
                wrong.add(key + " has " + leaders + " leaders alive");
              }
              replicas.stream()
                  .filter(one -> !one.alive())
                  .forEach(one -> wrong.add(key + " is not alive on " + one.endpoint()));
            });
    return judged(
        "partitions", wrong, "each of " + state.partitions().size() + " alive, with one leader");
  }

  /**
   * Each replica that the nameserver calls alive is loaded, as its tablet itself says. The
   * nameserver's word alone means nothing: with auto_failover off a restarted tablet's replicas
   * stay alive while its memory is empty (OpenMLDB issue 2453).
   */
  static Fact memory(ClusterState state, Map<Key, List<Replica>> partitions) {
    List<String> wrong = new ArrayList<>();
    new TreeMap<>(partitions)
        .forEach(
            (key, replicas) ->
                replicas.stream()
                    .filter(Replica::alive)
                    .forEach(one -> unloaded(state, key, one).forEach(wrong::add)));
    return judged("memory", wrong, "every tablet has loaded what it should have (kTableNormal)");
  }

  private static List<String> unloaded(ClusterState state, Key key, Replica replica) {
    return state
        .loaded(replica)
        .map(
            loaded -> {
              if (loaded.state() != LoadedPartition.State.NORMAL
                  && loaded.state() != LoadedPartition.State.MAKING_SNAPSHOT) {
                return List.of(key + " is " + loaded.state() + " on " + replica.endpoint());
              }
              return loaded.role() == replica.role()
                  ? List.<String>of()
                  : List.of(key + " is " + loaded.role() + " on " + replica.endpoint() + " only");
            })
        .orElseGet(() -> List.of(key + " is not in the memory of " + replica.endpoint()));
  }

  /** No operation is under way. */
  static Fact idle(ClusterState state) {
    List<String> wrong =
        state.operations().stream()
            .filter(operation -> !operation.over())
            .map(ClusterRules::words)
            .toList();
    return judged("operations", wrong, "none under way");
  }

  /**
   * What the cluster would lose with a tablet: for each of its partitions another tablet must have
   * an alive, loaded replica.
   *
   * @param waived whether tables with a single copy may be unavailable meanwhile
   */
  static List<Fact> withoutTablet(ClusterState state, String endpoint, boolean waived) {
    List<String> lost = new ArrayList<>();
    TreeSet<String> single = new TreeSet<>();
    new TreeMap<>(state.partitions())
        .forEach(
            (key, replicas) -> {
              if (replicas.stream().noneMatch(one -> one.endpoint().equals(endpoint))) {
                return;
              }
              if (replicas.size() == 1) {
                single.add(key.database() + "." + key.table());
              } else if (replicas.stream()
                  .filter(one -> !one.endpoint().equals(endpoint))
                  .noneMatch(
                      one ->
                          one.alive()
                              && state.healthy(one.endpoint())
                              && unloaded(state, key, one).isEmpty())) {
                lost.add(key.toString());
              }
            });
    List<Fact> facts = new ArrayList<>();
    facts.add(
        judged(
            "last replica",
            lost.stream().map(key -> "no other tablet serves " + key).toList(),
            "every partition is served by another tablet too"));
    if (!single.isEmpty()) {
      String text = "unavailable while it is down: " + some(List.copyOf(single));
      facts.add(
          waived
              ? Fact.note("single copy", text + " (waived)")
              : Fact.bad(
                  "single copy",
                  text + "; add a replica (addreplica), or waive the check single-copy"));
    }
    return facts;
  }

  /** Tables with partitions that have one replica; internal ones included. */
  static List<String> singleCopyTables(ClusterState state) {
    TreeSet<String> tables = new TreeSet<>();
    state
        .partitions()
        .forEach(
            (key, replicas) -> {
              if (replicas.size() == 1) {
                tables.add(key.database() + "." + key.table());
              }
            });
    return List.copyOf(tables);
  }

  /** Where the leaders of the users' partitions are, by what they themselves say. */
  static Positions positions(ClusterState state) {
    Map<String, Positions.Position> leaders = new TreeMap<>();
    offsets(state)
        .forEach(
            (key, offset) -> {
              if (key.ofUser()) {
                leaders.put(key.toString(), new Positions.Position(leader(state, key), offset));
              }
            });
    return new Positions(leaders);
  }

  private static String leader(ClusterState state, Key key) {
    return state.partitions().getOrDefault(key, List.of()).stream()
        .filter(one -> one.alive() && one.role() == Replica.Role.LEADER)
        .map(Replica::endpoint)
        .findFirst()
        .orElse("");
  }

  /** The offset of each partition's leader, as its tablet says. */
  static Map<Key, Long> offsets(ClusterState state) {
    Map<Key, Long> offsets = new HashMap<>();
    state
        .partitions()
        .forEach(
            (key, replicas) ->
                replicas.stream()
                    .filter(one -> one.alive() && one.role() == Replica.Role.LEADER)
                    .forEach(
                        one -> state.loaded(one).ifPresent(had -> offsets.put(key, had.offset()))));
    return offsets;
  }

  /**
   * Whether every replica has what its leader had at an earlier look. An operation counts as done
   * while a follower lags by up to 100000 (check_binlog_sync_progress_delta), so this is looked at.
   */
  static Fact followed(ClusterState state, Map<Key, Long> leadersBefore) {
    List<String> wrong = new ArrayList<>();
    new TreeMap<>(state.partitions())
        .forEach(
            (key, replicas) -> {
              Long before = leadersBefore.get(key);
              for (Replica one : replicas) {
                long now = state.loaded(one).map(LoadedPartition::offset).orElse(-1L);
                if (before == null || now < before) {
                  wrong.add(key + " on " + one.endpoint() + " is at " + now + " of " + before);
                }
              }
            });
    return judged("offsets", wrong, "every replica has what its leader had");
  }

  /** An operation for people. */
  static String words(Operation operation) {
    return "operation "
        + operation.id()
        + " "
        + operation.type()
        + operation.table().map(table -> " of table " + table).orElse("")
        + operation.pid().map(pid -> " partition " + pid).orElse("")
        + " is "
        + status(operation)
        + operation.task().map(task -> " (" + task + ")").orElse("");
  }

  private static String status(Operation operation) {
    String word = operation.status().name();
    return "k" + word.charAt(0) + word.substring(1).toLowerCase(java.util.Locale.ROOT);
  }

  private static List<String> differences(List<String> wanted, List<String> seen, String what) {
    List<String> wrong = new ArrayList<>();
    wanted.stream()
        .filter(one -> !seen.contains(one))
        .forEach(one -> wrong.add(one + " is not registered"));
    seen.stream()
        .filter(one -> !wanted.contains(one))
        .forEach(
            one -> wrong.add("the " + what + " " + one + " is not in the request; add its node"));
    return wrong;
  }

  private static Fact judged(String name, List<String> wrong, String otherwise) {
    return wrong.isEmpty() ? Fact.good(name, otherwise) : Fact.bad(name, some(wrong));
  }

  private static String some(List<String> all) {
    return String.join("; ", all.subList(0, Math.min(NAMED, all.size())))
        + (all.size() > NAMED ? "; and " + (all.size() - NAMED) + " more" : "");
  }
}
