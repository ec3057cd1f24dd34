package dev.lockkeeper.activities.fluss;

import dev.lockkeeper.workflows.fluss.FlussRole;
import dev.lockkeeper.workflows.fluss.Recovery;
import dev.lockkeeper.workflows.model.Fact;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster's state means. Health is that of the data: a server that is up and registered may
 * still be out of every in-sync set (0.7.0 TabletServer under a 0.6.0 CoordinatorServer, observed).
 */
final class HealthRules {
  private static final int SAMPLES = 5;

  private HealthRules() {}

  /** Whether everything is as it should be when nothing is being changed. */
  static List<Fact> healthy(FlussState state, int tabletServers) {
    List<Fact> facts = new ArrayList<>();
    facts.add(
        state.coordinator() == 0
            ? Fact.bad("CoordinatorServer", "none is active; no leader can be elected")
            : Fact.good("CoordinatorServer", "active"));
    int registered = state.tabletServers().size();
    String ids =
        registered
            + " of "
            + tabletServers
            + " registered "
            + state.tabletServers().keySet().stream().sorted().toList();
    facts.add(
        registered < tabletServers
            ? Fact.bad("TabletServers", ids)
            : Fact.good("TabletServers", ids));
    if (registered > tabletServers) {
      facts.add(
          Fact.note(
              "TabletServers",
              (registered - tabletServers)
                  + " more than the request names; they are not upgraded"));
    }
    facts.add(replicas(state));
    facts.add(leaders(state));
    return facts;
  }

  /** Tables with a bucket that has one replica, by name. */
  static List<String> singleReplicaTables(FlussState state) {
    return state.buckets().stream()
        .filter(bucket -> bucket.replicas().size() == 1)
        .map(Bucket::table)
        .distinct()
        .sorted()
        .toList();
  }

  /** What happens to the data if this server stops now. */
  static List<Fact> ifStopped(
      FlussState state, FlussRole role, @Nullable Integer id, boolean singleReplicaWaived) {
    if (role == FlussRole.COORDINATOR_SERVER) {
      return List.of(
          Fact.note(
              "meanwhile",
              "no table can be created or dropped and no leader elected; reads and writes go on"));
    }
    if (id == null) {
      return List.of(Fact.bad("if it stops", "its tablet-server.id is unknown"));
    }
    List<Bucket> lonely =
        state.buckets().stream()
            .filter(
                bucket ->
                    bucket.isr().contains(id)
                        && bucket.isr().stream()
                            .noneMatch(
                                other ->
                                    !other.equals(id) && state.tabletServers().containsKey(other)))
            .toList();
    List<Bucket> single = lonely.stream().filter(bucket -> bucket.replicas().size() == 1).toList();
    List<Bucket> last = lonely.stream().filter(bucket -> bucket.replicas().size() > 1).toList();
    List<Fact> facts = new ArrayList<>();
    if (!last.isEmpty()) {
      facts.add(
          Fact.bad(
              "if it stops",
              last.size() + " buckets lose their last in-sync replica: " + sample(last)));
    }
    if (!single.isEmpty()) {
      String text =
          single.size()
              + " buckets of tables with one replica are unavailable meanwhile: "
              + sample(single);
      facts.add(
          singleReplicaWaived
              ? Fact.note("if it stops", text + " (waived)")
              : Fact.bad("if it stops", text));
    }
    long leads = state.buckets().stream().filter(bucket -> bucket.leader() == id).count();
    long holds = state.buckets().stream().filter(bucket -> bucket.replicas().contains(id)).count();
    facts.add(
        Fact.good(
            "it holds",
            holds
                + " replicas and leads "
                + leads
                + " buckets; each other bucket keeps an in-sync replica"));
    return facts;
  }

  /**
   * Whether everything but one server is as it should be. That one may be down already: its restart
   * has failed and shall be tried again.
   */
  static List<Fact> withoutServer(
      FlussState state,
      FlussRole role,
      @Nullable Integer id,
      int tabletServers,
      boolean singleReplicaWaived) {
    List<Fact> facts = new ArrayList<>();
    if (role == FlussRole.COORDINATOR_SERVER) {
      facts.addAll(healthy(state, tabletServers));
      facts.removeIf(fact -> fact.name().equals("CoordinatorServer"));
      return facts;
    }
    if (id == null) {
      return List.of(Fact.bad("if it is tried again", "its tablet-server.id is unknown"));
    }
    facts.add(
        state.coordinator() == 0
            ? Fact.bad("CoordinatorServer", "none is active; no leader can be elected")
            : Fact.good("CoordinatorServer", "active"));
    Set<Integer> others = new HashSet<>(state.tabletServers().keySet());
    others.remove(id);
    facts.add(
        others.size() < tabletServers - 1
            ? Fact.bad(
                "other TabletServers",
                others.size() + " of " + (tabletServers - 1) + " registered " + others)
            : Fact.good("other TabletServers", "all registered"));
    List<Bucket> lonely =
        state.buckets().stream()
            .filter(bucket -> bucket.isr().stream().noneMatch(others::contains))
            .filter(bucket -> bucket.replicas().size() > 1 || !singleReplicaWaived)
            .toList();
    facts.add(
        lonely.isEmpty()
            ? Fact.good("replicas", "each bucket has one in sync on another server")
            : Fact.bad(
                "replicas",
                lonely.size() + " buckets have none in sync on another server: " + sample(lonely)));
    return facts;
  }

  /** What is still missing after a restart. */
  static List<Fact> recovered(FlussState state, Recovery recovery) {
    List<Fact> facts = new ArrayList<>(healthy(state, recovery.tabletServers()));
    Integer id = recovery.serverId();
    if (recovery.role() == FlussRole.TABLET_SERVER && id == null) {
      facts.add(Fact.bad(recovery.role().word(), "its tablet-server.id is unknown"));
      return facts;
    }
    long registration =
        recovery.role() == FlussRole.COORDINATOR_SERVER || id == null
            ? state.coordinator()
            : state.tabletServers().getOrDefault(id, 0L);
    String name = recovery.role().word() + (id == null ? "" : " " + id);
    if (registration == 0) {
      facts.add(Fact.bad(name, "is not registered in ZooKeeper"));
    } else if (registration <= recovery.registration()) {
      facts.add(
          Fact.bad(
              name,
              "has not registered anew; ZooKeeper still shows the session from before the stop"));
    } else {
      facts.add(Fact.good(name, "has registered anew"));
    }
    return facts;
  }

  private static Fact replicas(FlussState state) {
    // A 0.6 CoordinatorServer keeps a dead server in the in-sync sets for half a minute.
    List<Bucket> behind =
        state.buckets().stream()
            .filter(
                bucket ->
                    !bucket.inSync()
                        || !state.tabletServers().keySet().containsAll(bucket.replicas()))
            .toList();
    if (behind.isEmpty()) {
      Set<String> tables =
          state.buckets().stream()
              .map(Bucket::table)
              .collect(Collectors.toCollection(HashSet::new));
      return Fact.good(
          "replicas",
          "all in sync in " + state.buckets().size() + " buckets of " + tables.size() + " tables");
    }
    return Fact.bad(
        "replicas",
        "out of sync or on a server that is not registered in "
            + behind.size()
            + " of "
            + state.buckets().size()
            + " buckets: "
            + sample(behind));
  }

  private static Fact leaders(FlussState state) {
    List<Bucket> without =
        state.buckets().stream()
            .filter(
                bucket ->
                    !bucket.isr().contains(bucket.leader())
                        || !state.tabletServers().containsKey(bucket.leader()))
            .toList();
    return without.isEmpty()
        ? Fact.good("leaders", "every bucket has one that is alive and in sync")
        : Fact.bad(
            "leaders",
            without.size() + " buckets have none that is alive and in sync: " + sample(without));
  }

  private static String sample(List<Bucket> buckets) {
    String shown =
        buckets.stream().limit(SAMPLES).map(Bucket::toString).collect(Collectors.joining(", "));
    return buckets.size() > SAMPLES
        ? shown + " and " + (buckets.size() - SAMPLES) + " more"
        : shown;
  }
}
