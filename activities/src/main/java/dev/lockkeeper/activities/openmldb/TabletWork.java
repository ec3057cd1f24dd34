package dev.lockkeeper.activities.openmldb;

import dev.lockkeeper.activities.openmldb.ClusterState.Key;
import dev.lockkeeper.activities.ssh.SshConnections;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.openmldb.OpenMldbView;
import dev.lockkeeper.workflows.openmldb.Positions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The commands that move replicas. Each only begins something and says ok at once, so after each
 * its effect is waited for; and each is given only when its effect is not there yet.
 */
final class TabletWork {
  private final SshConnections connections;
  private final OpenMldbView view;
  private final Pulse pulse;
  private final Duration limit;
  private final JobName job;
  private final long givenBaseline;
  private long baseline;

  /**
   * @param after operations with greater ids belong to the upgrade
   * @param job in a further attempt a person has seen what failed, so only later operations count
   */
  TabletWork(
      SshConnections connections,
      OpenMldbView view,
      Pulse pulse,
      Duration limit,
      long after,
      JobName job) {
    this.connections = connections;
    this.view = view;
    this.pulse = pulse;
    this.limit = limit;
    this.job = job;
    this.givenBaseline = after;
  }

  /** Takes a tablet's replicas out of service: none is alive, and each partition has a leader. */
  Evidence drain(String endpoint) throws SshFailure, StepFailed, InterruptedException {
    begin();
    if (!aliveOn(endpoint, open().client().showAllTables()).isEmpty()) {
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
    new Waiting(pulse, limit)
        .until(
            () ->
                open().state().memory().containsKey(endpoint)
                    ? Optional.empty()
                    : Optional.of(endpoint + " is not registered, or does not say what it has"));
    NsAccess access = open();
    if (!emptyButAlive(access.state(), endpoint).isEmpty()) {
      access.client().offlineEndpoint(endpoint);
      awaitDead(endpoint);
    }
    if (!missing(open().state(), endpoint).isEmpty()) {
      open().client().recoverEndpoint(endpoint);
      new Waiting(pulse, limit)
          .until(
              () -> {
                ClusterState state = open().state();
                failIfFailed(state);
                return first(missing(state, endpoint));
              });
    }
    return evidence(Fact.good("replicas", "alive and loaded on " + endpoint));
  }

  /** Gives each partition back to the tablet that led it, one after another. */
  Evidence rebalance(Positions wanted) throws SshFailure, StepFailed, InterruptedException {
    begin();
    baseline = open().state().lastOperation();
    List<Fact> facts = new ArrayList<>();
    Map<Key, List<Replica>> partitions = new TreeMap<>(open().state().partitions());
    for (Map.Entry<Key, List<Replica>> partition : partitions.entrySet()) {
      Key key = partition.getKey();
      Positions.Position position = wanted.leaders().get(key.toString());
      if (position == null || !mayLead(partition.getValue(), position.leader())) {
        continue;
      }
      String before = leader(partition.getValue());
      if (!before.equals(position.leader())) {
        changeLeader(key, before, position.leader());
        facts.add(Fact.good(key.toString(), "led by " + position.leader() + " again"));
      }
    }
    facts.add(Fact.good("leaders", "each partition is led where it was before"));
    return new Evidence(facts, Instant.now());
  }

  private void changeLeader(Key key, String from, String to)
      throws SshFailure, StepFailed, InterruptedException {
    open().client().changeLeader(key.database(), key.table(), key.pid(), to);
    new Waiting(pulse, limit)
        .until(
            () -> {
              ClusterState state = open().state();
              failIfFailed(state);
              List<Replica> now = state.partitions().getOrDefault(key, List.of());
              return leader(now).equals(to) && ClusterRules.idle(state).weight() != Fact.Weight.BAD
                  ? Optional.empty()
                  : Optional.of(key + " is led by " + leader(now));
            });
    // The old leader keeps a row as a leader that is not alive until it is recovered.
    recover(from);
  }

  /** Lets what an earlier attempt has begun come to its end first. */
  private void begin() throws SshFailure, StepFailed, InterruptedException {
    NsClient client = open().client();
    if (client.autoFailover()) {
      // It was switched off for this; a new leader has brought back what its flags say.
      client.setAutoFailover(false);
    }
    baseline = givenBaseline;
    if (job.attempt() > 1) {
      baseline =
          client.showOperations().stream()
              .filter(Operation::over)
              .mapToLong(Operation::id)
              .max()
              .orElse(givenBaseline);
    }
    new Waiting(pulse, limit)
        .until(
            () ->
                open().client().showOperations().stream()
                    .filter(operation -> !operation.over())
                    .map(ClusterRules::words)
                    .findFirst());
  }

  private void awaitDead(String endpoint) throws SshFailure, StepFailed, InterruptedException {
    new Waiting(pulse, limit)
        .until(
            () -> {
              NsClient client = open().client();
              List<Operation> operations = client.showOperations();
              failIfFailed(operations);
              Optional<String> running =
                  operations.stream()
                      .filter(operation -> !operation.over())
                      .map(ClusterRules::words)
                      .findFirst();
              return running.isPresent()
                  ? running
                  : first(aliveOn(endpoint, client.showAllTables()));
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
    failIfFailed(state.operations());
  }

  private void failIfFailed(List<Operation> operations) throws StepFailed {
    Operations.failIfFailed(operations, baseline, view);
  }

  private static Optional<String> first(List<String> objections) {
    return objections.stream().findFirst();
  }

  private NsAccess open() throws SshFailure, StepFailed, InterruptedException {
    return NsAccess.open(connections, view);
  }

  private static Evidence evidence(Fact... facts) {
    return new Evidence(List.of(facts), Instant.now());
  }
}
