package dev.lockkeeper.activities.kwdb;

import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.kwdb.Comeback;
import dev.lockkeeper.workflows.kwdb.KwdbRequest;
import dev.lockkeeper.workflows.kwdb.KwdbView;
import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a cluster says of itself, weighed. Unknown is never good. */
final class ClusterProbe {
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** A row of before a restart counts as live until its liveness expires, after 9 s (3.1.0). */
  private static final Duration STALE = Duration.ofSeconds(15);

  private final ClusterAccess access;

  ClusterProbe(ClusterAccess access) {
    this.access = access;
  }

  /** "Check the cluster status", "ongoing schema changes or bulk import jobs", "evenly". */
  Evidence look(Duration settle, Pulse pulse) throws StepFailed, SshFailure, InterruptedException {
    List<Fact> facts = new ArrayList<>(nodes(access.status(""), ""));
    facts.addAll(replicas("", settle, pulse));
    access.catalogue(
        "",
        catalogue -> {
          facts.add(jobs(catalogue.runningJobs()));
          if (access.view().members().size() > 1) {
            facts.add(spread(catalogue.rangeSpread()));
          }
          facts.add(Fact.note("internal version", catalogue.internalVersion()));
          return facts;
        });
    return new Evidence(List.copyOf(facts), Instant.now());
  }

  /** Whether the cluster can do without the node at an address. */
  Evidence safeToStop(String address, Duration settle, Pulse pulse)
      throws StepFailed, SshFailure, InterruptedException {
    List<Fact> facts = new ArrayList<>(nodes(access.status(address), ""));
    facts.addAll(replicas(address, settle, pulse));
    facts.addAll(
        access.catalogue(
            address,
            catalogue -> List.of(jobs(catalogue.runningJobs()), without(catalogue, address))));
    return new Evidence(List.copyOf(facts), Instant.now());
  }

  /** Whether the others serve, and every range has a quorum among them. */
  Evidence safeToRetry(String address) throws StepFailed, SshFailure, InterruptedException {
    if (access.view().members().size() == 1) {
      return new Evidence(
          List.of(Fact.note("others", "there are none; nobody is served while it is down")),
          Instant.now());
    }
    List<Fact> facts = new ArrayList<>(nodes(access.status(address), address));
    facts.add(access.catalogue(address, catalogue -> without(catalogue, address)));
    return new Evidence(List.copyOf(facts), Instant.now());
  }

  /** Waits until another node sees the node available, live and on the release. */
  String awaitBack(Comeback comeback, Pulse pulse)
      throws StepFailed, SshFailure, InterruptedException {
    long began = System.nanoTime();
    while (true) {
      String seen = "";
      try {
        Optional<NodeStatus> own = own(access.status(comeback.address()), comeback.address());
        boolean serves =
            access.catalogue(comeback.address(), catalogue -> serves(catalogue, comeback));
        seen = own.map(ClusterProbe::described).orElse("it is not in the list of nodes");
        if (own.isPresent() && own.get().serves() && serves) {
          if (own.get().runs(Version.of(comeback.version()))) {
            return comeback.version();
          }
          if (System.nanoTime() - began > STALE.toNanos()) {
            // Settled on another release: waiting does not change that.
            return own.get().build();
          }
        }
        seen += serves ? "" : "; the catalogue says that it drains, is being upgraded or is away";
      } catch (StepFailed e) {
        if (e.reason() == FailureReason.REFUSED) {
          throw e;
        }
        seen = String.valueOf(e.getMessage());
      }
      if (System.nanoTime() - began > comeback.limit().toNanos()) {
        throw new StepFailed(
            FailureReason.UNHEALTHY,
            comeback.node()
                + " is not back on "
                + comeback.version()
                + " after "
                + comeback.limit().toSeconds()
                + " s: "
                + seen);
      }
      pulse.say(seen);
      Thread.sleep(PAUSE.toMillis());
    }
  }

  /** Waits until all ranges have all their replicas, in two readings, and every node serves. */
  Evidence awaitWhole(Duration settle, Duration limit, Pulse pulse)
      throws StepFailed, SshFailure, InterruptedException {
    long began = System.nanoTime();
    while (true) {
      List<Fact> facts = new ArrayList<>(nodes(access.status(""), ""));
      facts.addAll(replicas("", settle, pulse));
      Evidence evidence = new Evidence(facts, Instant.now());
      if (evidence.safe()) {
        return evidence;
      }
      if (System.nanoTime() - began > limit.toNanos()) {
        throw new StepFailed(
            FailureReason.UNHEALTHY,
            "the cluster is not whole after " + limit.toSeconds() + " s: " + evidence.objections());
      }
      pulse.say(evidence.objections());
      Thread.sleep(PAUSE.toMillis());
    }
  }

  /** One line for each member of the request, and one for each node that it does not name. */
  private List<Fact> nodes(List<NodeStatus> status, String butNot) {
    List<Fact> facts = new ArrayList<>();
    for (KwdbView.Member member : access.view().members()) {
      if (member.address().equals(butNot)) {
        continue;
      }
      String name = member.target().node().name();
      facts.add(
          own(status, member.address())
              .map(
                  node ->
                      node.serves()
                          ? Fact.good(name, described(node))
                          : Fact.bad(name, described(node)))
              .orElseGet(() -> Fact.bad(name, member.address() + " is not in the cluster's list")));
    }
    if (access.view().members().size() > 1) {
      status.stream()
          .filter(
              node ->
                  access.view().members().stream()
                      .noneMatch(member -> node.hasAddress(member.address())))
          .map(node -> Fact.bad("node " + node.id(), described(node) + "; the request lacks it"))
          .forEach(facts::add);
    }
    return facts;
  }

  /** A standalone node in a container may know itself by another address. */
  private Optional<NodeStatus> own(List<NodeStatus> status, String address) {
    return access.view().members().size() == 1 && status.size() == 1
        ? Optional.of(status.get(0))
        : status.stream().filter(node -> node.hasAddress(address)).findFirst();
  }

  private boolean serves(KwdbCatalogue catalogue, Comeback comeback) throws StepFailed {
    List<NodeLiveness> nodes = catalogue.nodes();
    return nodes.stream()
        .filter(
            node ->
                (nodes.size() == 1 && access.view().members().size() == 1)
                    || node.address().startsWith(comeback.address() + ":"))
        .anyMatch(NodeLiveness::serves);
  }

  private List<Fact> replicas(String address, Duration settle, Pulse pulse)
      throws StepFailed, SshFailure, InterruptedException {
    List<Fact> facts = new ArrayList<>();
    for (int reading = 1; reading <= 2; reading++) {
      ReplicaHealth health = access.catalogue(address, KwdbCatalogue::replicaHealth);
      String when = reading == 1 ? "replicas" : "replicas, " + settle.toMillis() / 1000.0 + " s on";
      facts.add(
          health.problems().isEmpty()
              ? Fact.good(
                  when, health.ranges() + " ranges, none unavailable, none under-replicated")
              : Fact.bad(when, String.join("; ", health.problems())));
      if (reading == 1) {
        pulse.say("reading the replicas again");
        Thread.sleep(settle.toMillis());
      }
    }
    return facts;
  }

  private static Fact jobs(List<RunningJob> running) {
    List<String> blocking =
        running.stream()
            .filter(RunningJob::blocksUpgrade)
            .map(job -> job.type() + " " + job.id() + " is " + job.status())
            .toList();
    return blocking.isEmpty()
        ? Fact.good(KwdbRequest.JOBS, "no schema change and no bulk job")
        : Fact.bad(KwdbRequest.JOBS, String.join("; ", blocking));
  }

  /** Even enough: no node has more than twice or less than half of its share. */
  private Fact spread(RangeSpread spread) {
    int nodes = access.view().members().size();
    Map<Long, Long> leaseholders = spread.leaseholders();
    Map<Long, Long> replicas = spread.replicas();
    String seen = "leaseholders " + counts(leaseholders) + ", replicas " + counts(replicas);
    return even(leaseholders, nodes) && even(replicas, nodes)
        ? Fact.good(KwdbRequest.SPREAD, seen)
        : Fact.bad(KwdbRequest.SPREAD, "not evenly spread: " + seen);
  }

  private static boolean even(Map<Long, Long> counts, int nodes) {
    double share = counts.values().stream().mapToLong(Long::longValue).sum() / (double) nodes;
    return counts.size() == nodes
        && counts.values().stream().allMatch(count -> count <= 2 * share && count >= share / 2);
  }

  private static String counts(Map<Long, Long> counts) {
    return counts.entrySet().stream()
        .map(entry -> "node " + entry.getKey() + ": " + entry.getValue())
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /** The last copy of anything must not go. */
  private Fact without(KwdbCatalogue catalogue, String address) throws StepFailed {
    if (access.view().members().size() == 1) {
      return Fact.note("others", "there are none; nobody is served while it is down");
    }
    List<NodeLiveness> nodes = catalogue.nodes();
    Optional<NodeLiveness> own =
        nodes.stream().filter(node -> node.address().startsWith(address + ":")).findFirst();
    if (own.isEmpty()) {
      return Fact.bad("without it", address + " is not in the catalogue's list of nodes");
    }
    List<Long> serving = nodes.stream().filter(NodeLiveness::serves).map(NodeLiveness::id).toList();
    long lost = catalogue.rangeSpread().lostWithout(own.get().id(), serving);
    return lost == 0
        ? Fact.good("without it", "every range keeps a quorum")
        : Fact.bad("without it", lost + " ranges would have no quorum");
  }

  private static String described(NodeStatus node) {
    return node.sqlAddress()
        + " runs "
        + node.build()
        + ", is_available "
        + node.available()
        + ", is_live "
        + node.live();
  }
}
