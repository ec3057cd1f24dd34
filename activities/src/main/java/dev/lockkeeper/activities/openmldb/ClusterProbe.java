package dev.lockkeeper.activities.openmldb;

import dev.lockkeeper.activities.openmldb.ClusterState.Key;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.openmldb.ClusterSight;
import dev.lockkeeper.workflows.openmldb.NameserverSight;
import dev.lockkeeper.workflows.openmldb.OpenMldbRole;
import dev.lockkeeper.workflows.openmldb.OpenMldbView;
import dev.lockkeeper.workflows.openmldb.Positions;
import dev.lockkeeper.workflows.openmldb.Recovery;
import dev.lockkeeper.workflows.openmldb.SafetyRules;
import dev.lockkeeper.workflows.openmldb.ServerChange;
import dev.lockkeeper.workflows.openmldb.ServerInspection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Looks at the cluster, once or until it is as it should be. Changes nothing. */
final class ClusterProbe {
  private final Access access;
  private final OpenMldbView view;

  ClusterProbe(Access access) {
    this.access = access;
    this.view = access.view();
  }

  ClusterSight look() throws SshFailure, StepFailed, InterruptedException {
    ClusterState state = state();
    return sight(state, ClusterRules.whole(state, view.members()));
  }

  ClusterSight safeToStop(OpenMldbRole role, String endpoint, SafetyRules rules)
      throws SshFailure, StepFailed, InterruptedException {
    ClusterState state = state();
    List<Fact> facts = new ArrayList<>(ClusterRules.whole(state, view.members()));
    switch (role) {
      case TABLET -> {
        facts.addAll(ClusterRules.withoutTablet(state, endpoint, rules.singleCopyWaived()));
        quiet(state, rules).ifPresent(facts::add);
      }
      case NAMESERVER -> facts.add(withoutNameserver(state, endpoint));
      case APISERVER -> facts.add(Fact.note("requests", "it answers none while it is down"));
      case TASKMANAGER ->
          facts.add(Fact.note("offline jobs", "those that run are lost; see SHOW JOBS"));
    }
    return sight(state, facts);
  }

  /** The server itself may be down; what the others have to carry, they must be able to. */
  Evidence safeToRetry(OpenMldbRole role, String endpoint, SafetyRules rules)
      throws SshFailure, StepFailed, InterruptedException {
    if (role == OpenMldbRole.NAMESERVER && view.members().nameservers().size() == 1) {
      return evidence(List.of(Fact.good("nameservers", "there is no other one to be asked")));
    }
    if (!role.registered()) {
      return evidence(List.of(Fact.good("data", "it keeps none")));
    }
    OpenMldbView.Members others =
        new OpenMldbView.Members(
            without(view.members().nameservers(), endpoint),
            without(view.members().tablets(), endpoint));
    ClusterState state = state();
    List<Fact> facts = new ArrayList<>();
    facts.add(missing("nameservers", ClusterRules.nameservers(without(state, endpoint), others)));
    facts.add(ClusterRules.tablets(without(state, endpoint), others));
    if (role == OpenMldbRole.TABLET) {
      facts.addAll(ClusterRules.withoutTablet(state, endpoint, rules.singleCopyWaived()));
    }
    return evidence(facts);
  }

  NameserverSight awaitNameserver(
      ServerInspection inspection, ServerChange.Readiness readiness, Duration limit, Pulse pulse)
      throws SshFailure, StepFailed, InterruptedException {
    AtomicReference<NameserverSight> seen = new AtomicReference<>();
    new Waiting(access, pulse, limit)
        .until(
            () -> {
              NsAccess opened = open();
              List<Nameserver> nameservers = opened.client().showNameservers();
              if (nameservers.stream()
                  .noneMatch(one -> one.endpoint().equals(inspection.endpoint()))) {
                return Optional.of(inspection.endpoint() + " is not registered");
              }
              ServerStatus status = StatusPage.read(opened.connection(), inspection.address());
              if (!(status instanceof ServerStatus.Running)
                  && readiness == ServerChange.Readiness.LISTENS) {
                return Optional.of(inspection.address() + " says no version: " + status);
              }
              // Only a nameserver that leads answers this.
              boolean autoFailover = opened.client().autoFailover();
              seen.set(
                  new NameserverSight(
                      status instanceof ServerStatus.Running running ? running.version() : "",
                      nameservers.get(0).endpoint(),
                      autoFailover));
              return Optional.empty();
            });
    return seen.get();
  }

  /**
   * @param baseline operations with greater ids must be done
   */
  String confirm(Recovery recovery, long baseline, Pulse pulse)
      throws SshFailure, StepFailed, InterruptedException {
    AtomicReference<Map<Key, Long>> leaders = new AtomicReference<>(Map.of());
    AtomicReference<String> version = new AtomicReference<>("");
    new Waiting(access, pulse, recovery.limit())
        .holds(
            recovery.stableFor(),
            () -> {
              NsAccess opened = open();
              ServerStatus status = StatusPage.read(opened.connection(), recovery.address());
              if (!(status instanceof ServerStatus.Running running)) {
                return Optional.of(recovery.address() + " says no version: " + status);
              }
              version.set(running.version());
              ClusterState state = opened.state();
              Operations.failIfFailed(state.operations(), baseline, view);
              List<Fact> facts = new ArrayList<>(ClusterRules.whole(state, view.members()));
              facts.add(ClusterRules.followed(state, leaders.get()));
              leaders.set(ClusterRules.offsets(state));
              Evidence evidence = evidence(facts);
              return evidence.safe() ? Optional.empty() : Optional.of(evidence.objections());
            });
    return version.get();
  }

  /** The baseline of a further attempt: who asks for it has seen what failed until now. */
  long lastOperation() throws SshFailure, StepFailed, InterruptedException {
    return open().client().showOperations().stream().mapToLong(Operation::id).max().orElse(0);
  }

  Positions positions() throws SshFailure, StepFailed, InterruptedException {
    return ClusterRules.positions(state());
  }

  Positions awaitQuiet(Duration quietFor, Pulse pulse)
      throws SshFailure, StepFailed, InterruptedException {
    Positions before = positions();
    pulse.say("looking for " + quietFor.toSeconds() + " s whether an offset grows");
    Thread.sleep(quietFor.toMillis());
    Positions after = positions();
    List<String> grown =
        after.leaders().entrySet().stream()
            .filter(
                one -> {
                  Positions.Position was = before.leaders().get(one.getKey());
                  return was == null || was.offset() != one.getValue().offset();
                })
            .map(Map.Entry::getKey)
            .toList();
    if (!grown.isEmpty()) {
      throw new StepFailed(
          FailureReason.UNHEALTHY,
          "writes go on: in "
              + quietFor.toSeconds()
              + " s the offset of "
              + String.join(", ", grown.subList(0, Math.min(5, grown.size())))
              + (grown.size() > 5 ? " and " + (grown.size() - 5) + " more" : "")
              + " has grown; stop the applications that write, then retry");
    }
    return after;
  }

  Evidence awaitGrowth(Positions before, Duration limit, Pulse pulse)
      throws SshFailure, StepFailed, InterruptedException {
    AtomicReference<Map<Key, Long>> leaders = new AtomicReference<>(Map.of());
    new Waiting(access, pulse, limit)
        .until(
            () -> {
              ClusterState state = state();
              Fact followed = ClusterRules.followed(state, leaders.get());
              leaders.set(ClusterRules.offsets(state));
              List<String> still = notGrown(before, ClusterRules.positions(state));
              if (!still.isEmpty()) {
                return Optional.of("no new write was seen in " + String.join(", ", still));
              }
              return followed.weight() == Fact.Weight.BAD
                  ? Optional.of(followed.value())
                  : Optional.empty();
            });
    return evidence(
        List.of(
            Fact.good("leaders", "the offset of each has grown"),
            Fact.good("followers", "each has followed")));
  }

  private static List<String> notGrown(Positions before, Positions now) {
    return before.leaders().entrySet().stream()
        .filter(
            one -> {
              Positions.Position is = now.leaders().get(one.getKey());
              return is == null || is.offset() <= one.getValue().offset();
            })
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Fact withoutNameserver(ClusterState state, String endpoint) {
    List<String> others =
        state.nameservers().stream()
            .map(Nameserver::endpoint)
            .filter(one -> !one.equals(endpoint))
            .toList();
    if (others.isEmpty()) {
      return Fact.note(
          "leader", "there is no other nameserver; no table can be changed while it is down");
    }
    boolean leads = state.leader().filter(one -> one.endpoint().equals(endpoint)).isPresent();
    return leads
        ? Fact.note("leader", "it leads; " + others.get(0) + " will lead next")
        : Fact.good("leader", "it is a standby");
  }

  /** Writes that go on although no write may be lost. */
  private static Optional<Fact> quiet(ClusterState state, SafetyRules rules) {
    Long quietAt = rules.quietAt();
    if (quietAt == null) {
      return Optional.empty();
    }
    long now = ClusterRules.positions(state).sum();
    return Optional.of(
        now == quietAt
            ? Fact.good("writes", "none since they were stopped")
            : Fact.bad(
                "writes",
                "the leaders' offsets have changed by "
                    + (now - quietAt)
                    + " since writes were stopped; stop the applications that write"));
  }

  /** That the leader's own row is left out makes no cluster without a leader. */
  private static Fact missing(String name, Fact fact) {
    return fact.weight() == Fact.Weight.BAD && fact.value().equals("no nameserver leads")
        ? Fact.good(name, "the others are registered")
        : fact;
  }

  private static ClusterState without(ClusterState state, String endpoint) {
    return new ClusterState(
        state.nameservers().stream().filter(one -> !one.endpoint().equals(endpoint)).toList(),
        state.tablets().stream().filter(one -> !one.endpoint().equals(endpoint)).toList(),
        state.tables(),
        state.operations(),
        state.autoFailover(),
        state.memory());
  }

  private static List<String> without(List<String> all, String one) {
    return all.stream().filter(other -> !other.equals(one)).toList();
  }

  private static ClusterSight sight(ClusterState state, List<Fact> facts) {
    return new ClusterSight(
        evidence(facts),
        state.autoFailover(),
        state.lastOperation(),
        state.leader().map(Nameserver::endpoint).orElse(""),
        ClusterRules.singleCopyTables(state));
  }

  private ClusterState state() throws SshFailure, StepFailed, InterruptedException {
    return open().state();
  }

  private NsAccess open() throws SshFailure, StepFailed, InterruptedException {
    return access.open();
  }

  private static Evidence evidence(List<Fact> facts) {
    return new Evidence(facts, Instant.now());
  }
}
