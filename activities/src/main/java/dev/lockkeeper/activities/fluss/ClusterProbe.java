package dev.lockkeeper.activities.fluss;

import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.fluss.ClusterHealth;
import dev.lockkeeper.workflows.fluss.FlussRole;
import dev.lockkeeper.workflows.fluss.FlussView;
import dev.lockkeeper.workflows.fluss.Recovery;
import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.FailureReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at the cluster through ZooKeeper, once or until it is as it should be. */
final class ClusterProbe {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  private final SshConnection via;
  private final FlussView view;

  ClusterProbe(SshConnection via, FlussView view) {
    this.via = via;
    this.view = view;
  }

  ClusterHealth health(int tabletServers) throws StepFailed, SshFailure, InterruptedException {
    try (ZooKeeperAccess access = ZooKeeperAccess.open(view.zookeeper(), via)) {
      FlussState state = reader(access).read();
      return new ClusterHealth(
          evidence(HealthRules.healthy(state, tabletServers)),
          0,
          HealthRules.singleReplicaTables(state));
    }
  }

  ClusterHealth safeToStop(FlussRole role, @Nullable Integer serverId, boolean singleReplicaWaived)
      throws StepFailed, SshFailure, InterruptedException {
    try (ZooKeeperAccess access = ZooKeeperAccess.open(view.zookeeper(), via)) {
      FlussState state = reader(access).read();
      List<Fact> facts = new ArrayList<>(HealthRules.healthy(state, state.tabletServers().size()));
      long registration = state.coordinator();
      if (role == FlussRole.TABLET_SERVER) {
        registration = serverId == null ? 0 : state.tabletServers().getOrDefault(serverId, 0L);
        if (registration == 0) {
          facts.add(Fact.bad("TabletServer " + serverId, "is not registered in ZooKeeper"));
        }
      }
      facts.addAll(HealthRules.ifStopped(state, role, serverId, singleReplicaWaived));
      return new ClusterHealth(
          evidence(facts), registration, HealthRules.singleReplicaTables(state));
    }
  }

  Evidence safeToRetry(
      FlussRole role, @Nullable Integer serverId, int tabletServers, boolean singleReplicaWaived)
      throws StepFailed, SshFailure, InterruptedException {
    try (ZooKeeperAccess access = ZooKeeperAccess.open(view.zookeeper(), via)) {
      return evidence(
          HealthRules.withoutServer(
              reader(access).read(), role, serverId, tabletServers, singleReplicaWaived));
    }
  }

  /**
   * A short dip after an election is normal, so what counts is a stretch of time without one bad
   * look. A ZooKeeper that does not answer for a while makes such a look and ends nothing.
   */
  Evidence awaitRecovery(Recovery recovery, Pulse pulse)
      throws StepFailed, SshFailure, InterruptedException {
    long began = System.nanoTime();
    while (true) {
      try {
        return awaitRecovery(recovery, pulse, began);
      } catch (StepFailed e) {
        if (e.reason() != FailureReason.UNREACHABLE || outOfTime(recovery, began)) {
          throw e;
        }
        pulse.say(String.valueOf(e.getMessage()));
        Thread.sleep(BETWEEN_LOOKS.toMillis());
      }
    }
  }

  private Evidence awaitRecovery(Recovery recovery, Pulse pulse, long began)
      throws StepFailed, SshFailure, InterruptedException {
    long goodSince = 0;
    try (ZooKeeperAccess access = ZooKeeperAccess.open(view.zookeeper(), via)) {
      StateReader reader = reader(access);
      while (true) {
        Evidence evidence = evidence(HealthRules.recovered(reader.read(), recovery));
        long now = System.nanoTime();
        goodSince = evidence.safe() ? (goodSince == 0 ? now : goodSince) : 0;
        if (goodSince != 0 && now - goodSince >= recovery.stableFor().toNanos()) {
          return evidence;
        }
        if (outOfTime(recovery, began)) {
          String why =
              evidence.safe()
                  ? "healthy, but not for "
                      + recovery.stableFor().toSeconds()
                      + " s without a break"
                  : evidence.objections();
          throw new StepFailed(
              FailureReason.UNHEALTHY,
              "not recovered after " + recovery.limit().toSeconds() + " s: " + why);
        }
        pulse.say(evidence.safe() ? "healthy, seeing whether it stays so" : evidence.objections());
        Thread.sleep(BETWEEN_LOOKS.toMillis());
      }
    }
  }

  private static boolean outOfTime(Recovery recovery, long began) {
    Duration limit = recovery.limit().plus(recovery.stableFor());
    return System.nanoTime() - began > limit.toNanos();
  }

  private StateReader reader(ZooKeeperAccess access) {
    return new StateReader(access.session(), view.root());
  }

  private static Evidence evidence(List<Fact> facts) {
    return new Evidence(facts, Instant.now());
  }
}
