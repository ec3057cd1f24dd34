package dev.lockkeeper.lab.scenario;

import dev.lockkeeper.workflows.fluss.ClusterHealth;
import dev.lockkeeper.workflows.fluss.ConfigurationChange;
import dev.lockkeeper.workflows.fluss.FlussNodes;
import dev.lockkeeper.workflows.fluss.FlussRole;
import dev.lockkeeper.workflows.fluss.FlussView;
import dev.lockkeeper.workflows.fluss.NodeInspection;
import dev.lockkeeper.workflows.fluss.Recovery;
import dev.lockkeeper.workflows.fluss.ReleaseFacts;
import dev.lockkeeper.workflows.fluss.RunningServer;
import dev.lockkeeper.workflows.fluss.ServerChange;
import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.FenceClaim;
import dev.lockkeeper.workflows.model.FenceSight;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.JobResult;
import dev.lockkeeper.workflows.model.Release;
import dev.lockkeeper.workflows.model.Target;
import dev.lockkeeper.workflows.runbook.NodeFences;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Fluss cluster that exists in words only and runs the target release already. So a run looks at
 * it, changes nothing, and comes to its last gate at once.
 */
final class FinishedCluster implements FlussNodes, NodeFences {
  private static final String VERSION = "0.9.1-incubating";
  private static final String HOME = "/opt/fluss-" + VERSION;

  @Override
  public ReleaseFacts examineRelease(Release release) {
    return new ReleaseFacts("fluss-" + VERSION, 1, 1);
  }

  @Override
  public NodeInspection inspect(Target node, FlussRole role, Release release, ReleaseFacts facts) {
    return new NodeInspection(node.node().name(), server(role), HOME, HOME, List.of(), List.of());
  }

  @Override
  public ClusterHealth health(FlussView view, int tabletServers) {
    return new ClusterHealth(
        new Evidence(List.of(Fact.good("replicas", "all in sync")), Instant.now()), 0, List.of());
  }

  @Override
  public RunningServer observe(Target node, FlussRole role, NodeInspection inspection) {
    return server(role);
  }

  private static RunningServer server(FlussRole role) {
    return new RunningServer(
        1, VERSION, HOME, HOME + "/conf", "fluss", role == FlussRole.TABLET_SERVER ? 1 : null);
  }

  @Override
  public String stage(Target node, Release release, ReleaseFacts facts, NodeInspection inspection) {
    throw unexpected();
  }

  @Override
  public ConfigurationChange configure(
      Target node,
      FlussRole role,
      NodeInspection inspection,
      String version,
      Map<String, String> options) {
    throw unexpected();
  }

  @Override
  public ConfigurationChange previewConfiguration(
      Target node,
      FlussRole role,
      NodeInspection inspection,
      Release release,
      ReleaseFacts facts,
      Map<String, String> options) {
    throw unexpected();
  }

  @Override
  public ClusterHealth safeToStop(
      FlussView view, FlussRole role, @Nullable Integer serverId, boolean singleReplicaWaived) {
    throw unexpected();
  }

  @Override
  public JobResult restart(JobName job, Target node, ServerChange change) {
    throw unexpected();
  }

  @Override
  public JobResult stop(JobName job, Target node, ServerChange change) {
    throw unexpected();
  }

  @Override
  public JobResult start(JobName job, Target node, ServerChange change) {
    throw unexpected();
  }

  @Override
  public Evidence awaitRecovery(FlussView view, Recovery recovery) {
    throw unexpected();
  }

  @Override
  public Evidence safeToRetry(
      FlussView view,
      FlussRole role,
      @Nullable Integer serverId,
      int tabletServers,
      boolean singleReplicaWaived) {
    throw unexpected();
  }

  @Override
  public RunningServer awaitReturn(
      FlussView view, Recovery recovery, Target node, NodeInspection inspection) {
    throw unexpected();
  }

  @Override
  public List<FenceSight> take(FenceClaim claim, List<Target> nodes) {
    return nodes.stream()
        .map(target -> new FenceSight(target.node().name(), claim, List.of(), null))
        .toList();
  }

  @Override
  public List<FenceSight> release(String cluster, String run, List<Target> nodes) {
    return look(cluster, nodes);
  }

  @Override
  public List<FenceSight> look(String cluster, List<Target> nodes) {
    return nodes.stream()
        .map(target -> new FenceSight(target.node().name(), null, List.of(), null))
        .toList();
  }

  @Override
  public List<String> removeOldJobs(String cluster, String keptRun, List<Target> nodes) {
    return List.of();
  }

  private static UnsupportedOperationException unexpected() {
    return new UnsupportedOperationException("a finished cluster is only looked at");
  }
}
