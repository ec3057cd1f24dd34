package dev.lockkeeper.workflows.fluss;

import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.JobResult;
import dev.lockkeeper.workflows.model.Release;
import dev.lockkeeper.workflows.model.Target;
import dev.lockkeeper.workflows.runbook.Looks;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is done on the nodes of a Fluss cluster. Every method may be called again at any time: it
 * looks first, and a job that was started is found again by its name. Failures carry a {@link
 * dev.lockkeeper.workflows.model.FailureReason} as their type.
 */
@ActivityInterface
public interface FlussNodes {
  /**
   * Opens the release archive on the worker, compares its checksum, and makes sure that it is that
   * version of Fluss.
   */
  @Looks
  @ActivityMethod(name = "FlussExamineRelease")
  ReleaseFacts examineRelease(Release release);

  /**
   * Looks at everything the upgrade needs on one node. Problems are results, not failures, so that
   * all nodes report at once.
   */
  @Looks
  @ActivityMethod(name = "FlussInspect")
  NodeInspection inspect(Target node, FlussRole role, Release release, ReleaseFacts facts);

  /** Reads the state of the whole cluster. Fails only if it cannot be read. */
  @Looks
  @ActivityMethod(name = "FlussHealth")
  ClusterHealth health(FlussView view, int tabletServers);

  /** Brings the release to the node and unpacks it beside the old one, never over it. */
  @ActivityMethod(name = "FlussStage")
  String stage(Target node, Release release, ReleaseFacts facts, NodeInspection inspection);

  /** Carries the options of the running server.yaml into the staged release. */
  @ActivityMethod(name = "FlussConfigure")
  ConfigurationChange configure(
      Target node,
      FlussRole role,
      NodeInspection inspection,
      String version,
      Map<String, String> options);

  /** Says what {@link #configure} would write, before the release is on the node. */
  @Looks
  @ActivityMethod(name = "FlussPreviewConfiguration")
  ConfigurationChange previewConfiguration(
      Target node,
      FlussRole role,
      NodeInspection inspection,
      Release release,
      ReleaseFacts facts,
      Map<String, String> options);

  /**
   * Looks whether the cluster can do without this server now: the data first, then everything else.
   */
  @Looks
  @ActivityMethod(name = "FlussSafeToStop")
  ClusterHealth safeToStop(
      FlussView view, FlussRole role, @Nullable Integer serverId, boolean singleReplicaWaived);

  /**
   * As {@link #safeToStop}, for a server whose restart has failed and shall be tried again: it may
   * be down already, and every other one has to be well.
   */
  @Looks
  @ActivityMethod(name = "FlussSafeToRetry")
  Evidence safeToRetry(
      FlussView view,
      FlussRole role,
      @Nullable Integer serverId,
      int tabletServers,
      boolean singleReplicaWaived);

  /** Stops the server, switches to the other release and starts it: one job on the node. */
  @ActivityMethod(name = "FlussRestart")
  JobResult restart(JobName job, Target node, ServerChange change);

  /** Stops the server: one job on the node. */
  @ActivityMethod(name = "FlussStop")
  JobResult stop(JobName job, Target node, ServerChange change);

  /** Switches to the other release and starts the server: one job on the node. */
  @ActivityMethod(name = "FlussStart")
  JobResult start(JobName job, Target node, ServerChange change);

  /** Waits until every replica of every bucket is in sync, and stays so. */
  @Looks
  @ActivityMethod(name = "FlussAwaitRecovery")
  Evidence awaitRecovery(FlussView view, Recovery recovery);

  /**
   * As {@link #awaitRecovery} after one server was restarted; then reads from /proc which server
   * runs on the node.
   */
  @Looks
  @ActivityMethod(name = "FlussAwaitReturn")
  RunningServer awaitReturn(
      FlussView view, Recovery recovery, Target node, NodeInspection inspection);

  /** Reads from /proc which server runs on the node, from the old release or the new one. */
  @Looks
  @ActivityMethod(name = "FlussObserve")
  RunningServer observe(Target node, FlussRole role, NodeInspection inspection);
}
