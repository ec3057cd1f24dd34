package dev.lockkeeper.activities.databend;

import dev.lockkeeper.activities.sql.SqlProfile;
import dev.lockkeeper.activities.ssh.Nodes;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.ssh.SshTarget;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.databend.ClusterView;
import dev.lockkeeper.workflows.databend.Daemon;
import dev.lockkeeper.workflows.databend.DatabendRole;
import dev.lockkeeper.workflows.databend.DatabendVersion;
import dev.lockkeeper.workflows.databend.MetaSight;
import dev.lockkeeper.workflows.databend.QuerySight;
import dev.lockkeeper.workflows.databend.Settling;
import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at a cluster, once or until it is as it should be. */
final class Sights {
  /** A look may fall into a moment in which a leader is elected, or between two writes. */
  private static final Watch A_MOMENT = new Watch(Duration.ofSeconds(10), Duration.ZERO);

  private final Nodes connections;
  private final ClusterView view;
  private final SqlProfile profile;

  Sights(Nodes connections, ClusterView view, SqlProfile profile) {
    this.connections = connections;
    this.view = view;
    this.profile = profile;
  }

  QuerySight queries(Pulse pulse) throws StepFailed, SshFailure, InterruptedException {
    try (DaemonLines lines = new DaemonLines(connections)) {
      ClusterProbe probe = probe(lines);
      return new QuerySight(A_MOMENT.best(() -> evidence(probe.queries().whole()), pulse), "");
    }
  }

  QuerySight querySafeToStop(String node, boolean waived, Pulse pulse)
      throws StepFailed, SshFailure, InterruptedException {
    Daemon daemon = view.named(node);
    try (DaemonLines lines = new DaemonLines(connections)) {
      ClusterProbe probe = probe(lines);
      return new QuerySight(
          A_MOMENT.best(() -> evidence(probe.queries().without(daemon, waived)), pulse), "");
    }
  }

  /**
   * @param heard to be told at each sign of the nodes
   */
  QuerySight awaitQuery(Settling settling, Pulse pulse, Runnable heard)
      throws StepFailed, SshFailure, InterruptedException {
    Daemon daemon = view.named(settling.node());
    try (DaemonLines lines = new DaemonLines(connections)) {
      ClusterProbe probe = probe(lines);
      Evidence seen =
          watch(settling)
              .until(
                  () -> {
                    List<Fact> facts = new ArrayList<>(probe.queries().whole());
                    facts.addAll(log(daemon).complaints());
                    heard.run();
                    return answer(facts);
                  },
                  pulse);
      Optional<DatabendVersion> version = probe.version(daemon);
      forgetIfBack(daemon, version, settling);
      return new QuerySight(seen, version.map(DatabendVersion::toString).orElse(""));
    }
  }

  private void forgetIfBack(Daemon daemon, Optional<DatabendVersion> version, Settling settling)
      throws StepFailed, SshFailure, InterruptedException {
    if (version.filter(settling.version()::equals).isPresent()) {
      KeptEnvironment.forget(connection(daemon), view.cluster(), daemon);
    }
  }

  MetaSight metas(Pulse pulse) throws StepFailed, SshFailure, InterruptedException {
    return meta(MetaRules::whole, pulse);
  }

  MetaSight metaSafeToStop(String node, boolean waived, Pulse pulse)
      throws StepFailed, SshFailure, InterruptedException {
    return meta(rules -> rules.without(node, waived), pulse);
  }

  private interface Judgement {
    List<Fact> of(MetaRules rules);
  }

  private MetaSight meta(Judgement judgement, Pulse pulse)
      throws StepFailed, SshFailure, InterruptedException {
    try (DaemonLines lines = new DaemonLines(connections)) {
      ClusterProbe probe = probe(lines);
      List<String> leader = new ArrayList<>();
      Evidence seen =
          A_MOMENT.best(
              () -> {
                MetaRules rules = probe.metas();
                leader.clear();
                rules.leader().ifPresent(reading -> leader.add(reading.daemon().name()));
                return evidence(judgement.of(rules));
              },
              pulse);
      return new MetaSight(seen, String.join("", leader), "", List.of());
    }
  }

  /**
   * @param heard to be told at each sign of the nodes
   */
  MetaSight awaitMeta(Settling settling, Pulse pulse, Runnable heard)
      throws StepFailed, SshFailure, InterruptedException {
    Daemon daemon = view.named(settling.node());
    try (DaemonLines lines = new DaemonLines(connections)) {
      ClusterProbe probe = probe(lines);
      Evidence seen =
          watch(settling)
              .until(
                  () -> {
                    List<Fact> facts = new ArrayList<>(probe.metas().whole());
                    facts.addAll(log(daemon).complaints());
                    heard.run();
                    return answer(facts);
                  },
                  pulse);
      Optional<DatabendVersion> version = probe.version(daemon);
      forgetIfBack(daemon, version, settling);
      return new MetaSight(
          seen,
          probe.metas().leader().map(reading -> reading.daemon().name()).orElse(""),
          version.map(DatabendVersion::toString).orElse(""),
          log(daemon).conversion());
    }
  }

  /** What the log says will not change by waiting. */
  private static Evidence answer(List<Fact> facts) throws StepFailed {
    List<String> logged =
        facts.stream()
            .filter(fact -> fact.weight() == Fact.Weight.BAD && fact.name().startsWith("log: "))
            .map(fact -> fact.name() + ": " + fact.value())
            .toList();
    if (!logged.isEmpty()) {
      throw new StepFailed(FailureReason.UNHEALTHY, String.join("\n", logged));
    }
    return evidence(facts);
  }

  String transfer(String from, Duration limit, Pulse pulse)
      throws StepFailed, SshFailure, InterruptedException {
    Daemon leaving = view.named(from);
    try (DaemonLines lines = new DaemonLines(connections)) {
      ClusterProbe probe = probe(lines);
      Daemon successor = successor(probe, leaving);
      List<String> leader = new ArrayList<>();
      new Watch(limit, Duration.ZERO)
          .until(
              () -> {
                Optional<MetaReading> leads = probe.metas().leader();
                if (leads.isEmpty()) {
                  return evidence(List.of(Fact.bad("leader", "no node leads")));
                }
                Daemon now = leads.get().daemon();
                if (now.name().equals(from)) {
                  // It is asked again: the request may come to nothing, as any election.
                  probe.transfer(leaving, successor);
                  return evidence(List.of(Fact.bad("leader", from + " still leads")));
                }
                leader.clear();
                leader.add(now.name());
                return evidence(List.of(Fact.good("leader", now.name())));
              },
              pulse);
      return leader.get(0) + " leads";
    }
  }

  /** One that runs another release than the one that leaves, which then is the new one. */
  private Daemon successor(ClusterProbe probe, Daemon leaving)
      throws StepFailed, SshFailure, InterruptedException {
    List<Daemon> others =
        view.of(DatabendRole.META).stream()
            .filter(daemon -> !daemon.name().equals(leaving.name()))
            .toList();
    Optional<DatabendVersion> old = probe.version(leaving);
    Daemon answering = null;
    for (Daemon other : others) {
      Optional<DatabendVersion> version = probe.version(other);
      if (version.isPresent() && !version.equals(old)) {
        return other;
      }
      if (version.isPresent() && answering == null) {
        answering = other;
      }
    }
    if (answering == null) {
      throw new StepFailed(
          FailureReason.UNHEALTHY,
          "no other meta node answers that could lead after " + leaving.name());
    }
    return answering;
  }

  String observe(String node) throws StepFailed, SshFailure, InterruptedException {
    Daemon daemon = view.named(node);
    answer(log(daemon).complaints());
    try (DaemonLines lines = new DaemonLines(connections)) {
      return probe(lines).version(daemon).map(DatabendVersion::toString).orElse("");
    }
  }

  private StartLog log(Daemon daemon) throws StepFailed, SshFailure, InterruptedException {
    return StartLog.read(connection(daemon), view.cluster(), daemon);
  }

  private SshConnection connection(Daemon daemon) {
    Node node = daemon.node().node();
    return connections.to(new SshTarget(node.host(), node.port(), daemon.node().credentials()));
  }

  private ClusterProbe probe(DaemonLines lines) {
    return new ClusterProbe(view, lines, profile);
  }

  private static Watch watch(Settling settling) {
    return new Watch(settling.limit(), settling.stableFor());
  }

  private static Evidence evidence(List<Fact> facts) {
    return new Evidence(facts, Instant.now());
  }
}
