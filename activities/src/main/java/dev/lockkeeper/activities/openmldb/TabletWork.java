package dev.lockkeeper.activities.openmldb;

import dev.lockkeeper.activities.openmldb.ClusterState.Key;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.openmldb.OpenMldbNodes;
import dev.lockkeeper.workflows.openmldb.Positions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The commands that move replicas. Each only begins something and says ok at once, so after each
 * its effect is waited for; and each is given only when its effect is not there yet.
 */
final class TabletWork {
  private final Access access;
  private final Pulse pulse;
  private final Duration limit;
  private final JobName job;
  private final long givenBaseline;
  private long baseline;

  /**
   * @param after operations with greater ids belong to the upgrade; or {@link
   *     OpenMldbNodes#ALL_SEEN}
   * @param job in a further attempt a person has seen what failed, so only later operations count
   */
  TabletWork(Access access, Pulse pulse, Duration limit, long after, JobName job) {
    this.access = access;
    this.pulse = pulse;
    this.limit = limit;
    this.job = job;
    this.givenBaseline = after;
  }

  /** Takes a tablet's replicas out of service: none is alive, and each partition has a leader. */
  Evidence drain(String endpoint) throws SshFailure, StepFailed, InterruptedException {
    begin();
    if (!aliveOn(endpoint, open().belief().tables()).isEmpty()) {
      open().client().offlineEndpoint(endpoint);
      awaitDead(endpoint);
    }
    return evidence(
        Fact.good("replicas", "none is in service on " + endpoint),
        Fact.good("leaders", "every partition that another tablet has is led by one"));
  }

  /**
   * offlineendpoint, unless the nameserver knows already that the replicas are gone; then
   * recoverendpoint, which passes over in silence all that it still holds for alive.
   */
  Evidence recover(String endpoint) throws SshFailure, StepFailed, InterruptedException {
    begin();
    return recoverNow(endpoint);
  }

  private Evidence recoverNow(String endpoint) throws SshFailure, StepFailed, InterruptedException {
    ClusterState state = awaitTablet(endpoint);
    boolean dead = !emptyButAlive(state, endpoint).isEmpty();
    if (dead) {
      open().client().offlineEndpoint(endpoint);
      awaitDead(endpoint);
    }
    if (dead || !missing(state, endpoint).isEmpty()) {
      open().client().recoverEndpoint(endpoint);
      new Waiting(access, pulse, limit)
          .until(
              () -> {
                ClusterState now = open().state();
                failIfFailed(now);
                return first(missing(now, endpoint));
              });
    }
    return evidence(Fact.good("replicas", "alive and loaded on " + endpoint));
  }

  /** recoverendpoint is refused for a tablet that is not registered yet. */
  private ClusterState awaitTablet(String endpoint)
      throws SshFailure, StepFailed, InterruptedException {
    AtomicReference<ClusterState> seen = new AtomicReference<>();
    new Waiting(access, pulse, limit)
        .until(
            () -> {
              seen.set(open().state());
              return seen.get().memory().containsKey(endpoint)
                  ? Optional.empty()
                  : Optional.of(endpoint + " is not registered, or does not say what it has");
            });
    return seen.get();
  }

  /**
   * Gives each partition back to the tablet that led it. The old leaders keep rows as leaders that
   * are not alive until they are recovered.
   */
  Evidence rebalance(Positions wanted) throws SshFailure, StepFailed, InterruptedException {
    begin();
    baseline = open().belief().lastOperation();
    List<Fact> facts = new ArrayList<>();
    Set<String> deposed = new TreeSet<>();
    for (Map.Entry<Key, List<Replica>> partition :
        new TreeMap<>(open().belief().partitions()).entrySet()) {
      Key key = partition.getKey();
      Positions.Position position = wanted.leaders().get(key.toString());
      String before = leader(partition.getValue());
      if (position != null
          && !before.equals(position.leader())
          && mayLead(partition.getValue(), position.leader())) {
        open().client().changeLeader(key.database(), key.table(), key.pid(), position.leader());
        awaitLeader(key, position.leader());
        deposed.add(before);
        facts.add(Fact.good(key.toString(), "led by " + position.leader() + " again"));
      }
    }
    // An attempt that was cut off may have left some behind.
    partitionsOf(open().belief()).stream()
        .filter(one -> !one.alive())
        .map(Replica::endpoint)
        .forEach(deposed::add);
    for (String endpoint : deposed) {
      recoverNow(endpoint);
    }
    facts.add(Fact.good("leaders", "each partition is led where it was before"));
    return new Evidence(facts, Instant.now());
  }

  private static List<Replica> partitionsOf(ClusterState state) {
    return state.tables().values().stream().flatMap(List::stream).toList();
  }

  private void awaitLeader(Key key, String endpoint)
      throws SshFailure, StepFailed, InterruptedException {
    new Waiting(access, pulse, limit)
        .until(
            () -> {
              ClusterState state = open().belief();
              failIfFailed(state);
              String now = leader(state.partitions().getOrDefault(key, List.of()));
              return now.equals(endpoint) && ClusterRules.idle(state).weight() != Fact.Weight.BAD
                  ? Optional.empty()
                  : Optional.of(key + " is led by " + now);
            });
  }

  /** Lets what an earlier attempt has begun come to its end first. */
  private void begin() throws SshFailure, StepFailed, InterruptedException {
    NsClient client = open().client();
    if (client.autoFailover()) {
      // It was switched off for this; a new leader has brought back what its flags say.
      client.setAutoFailover(false);
    }
    baseline = givenBaseline;
    if (job.attempt() > 1 || givenBaseline == OpenMldbNodes.ALL_SEEN) {
      baseline =
          client.showOperations().stream()
              .filter(Operation::over)
              .mapToLong(Operation::id)
              .max()
              .orElse(0);
    }
    new Waiting(access, pulse, limit)
        .until(
            () ->
                open().client().showOperations().stream()
                    .filter(operation -> !operation.over())
                    .map(ClusterRules::words)
                    .findFirst());
  }

  private void awaitDead(String endpoint) throws SshFailure, StepFailed, InterruptedException {
    new Waiting(access, pulse, limit)
        .until(
            () -> {
              ClusterState state = open().belief();
              failIfFailed(state);
              Optional<String> running =
                  state.operations().stream()
                      .filter(operation -> !operation.over())
                      .map(ClusterRules::words)
                      .findFirst();
              return running.isPresent() ? running : first(aliveOn(endpoint, state.tables()));
            });
  }

  private static List<String> aliveOn(String endpoint, Map<String, List<Replica>> tables) {
    List<String> alive = new ArrayList<>();
    tables.forEach(
        (database, replicas) ->
            replicas.stream()
                .filter(one -> one.endpoint().equals(endpoint) && one.alive())
                .forEach(
                    one ->
                        alive.add(
                            database
                                + "."
                                + one.table()
                                + "/"
                                + one.pid()
                                + " is still alive on "
                                + endpoint
                                + " (a partition whose other replicas are all dead is passed over)")));
    return alive;
  }

  /** Replicas that are called alive although the tablet has not loaded them. */
  private static List<String> emptyButAlive(ClusterState state, String endpoint) {
    return replicas(state, endpoint).stream()
        .filter(one -> one.alive() && !normal(state, one))
        .map(Replica::table)
        .toList();
  }

  private static List<String> missing(ClusterState state, String endpoint) {
    return replicas(state, endpoint).stream()
        .filter(one -> !one.alive() || !normal(state, one))
        .map(
            one ->
                one.table()
                    + "/"
                    + one.pid()
                    + (one.alive() ? " is not loaded on " : " is not alive on ")
                    + endpoint)
        .toList();
  }

  private static List<Replica> replicas(ClusterState state, String endpoint) {
    return state.tables().values().stream()
        .flatMap(List::stream)
        .filter(one -> one.endpoint().equals(endpoint))
        .toList();
  }

  private static boolean normal(ClusterState state, Replica replica) {
    return state
        .loaded(replica)
        .filter(
            loaded ->
                loaded.state() == LoadedPartition.State.NORMAL
                    || loaded.state() == LoadedPartition.State.MAKING_SNAPSHOT)
        .isPresent();
  }

  private static boolean mayLead(List<Replica> replicas, String endpoint) {
    return replicas.stream().anyMatch(one -> one.alive() && one.endpoint().equals(endpoint));
  }

  private static String leader(List<Replica> replicas) {
    return replicas.stream()
        .filter(one -> one.alive() && one.role() == Replica.Role.LEADER)
        .map(Replica::endpoint)
        .findFirst()
        .orElse("nobody");
  }

  private void failIfFailed(ClusterState state) throws StepFailed {
    Operations.failIfFailed(state.operations(), baseline, access.view());
  }

  private static Optional<String> first(List<String> objections) {
    return objections.stream().findFirst();
  }

  private NsAccess open() throws SshFailure, StepFailed, InterruptedException {
    return access.open();
  }

  private static Evidence evidence(Fact... facts) {
    return new Evidence(List.of(facts), Instant.now());
  }
}
