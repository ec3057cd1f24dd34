package dev.lockkeeper.workflows.databend;

import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.JobResult;
import dev.lockkeeper.workflows.model.Release;
import dev.lockkeeper.workflows.model.Target;
import dev.lockkeeper.workflows.runbook.Looks;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.time.Duration;

/**
 * What is done on the nodes of a Databend cluster. Every method may be called again at any time: it
 * looks first, and a job that was started is found again by its name. Failures carry a {@link
 * dev.lockkeeper.workflows.model.FailureReason} as their type.
 */
@ActivityInterface
public interface DatabendNodes {
  /** Opens the release archive on the worker, compares its checksum, and looks for the daemons. */
  @Looks
  @ActivityMethod(name = "DatabendExamineRelease")
  ReleaseFacts examineRelease(Release release);

  /**
   * Looks at everything the upgrade needs on one node, and asks the installed binary what it says
   * of itself. Problems are results, not failures, so that all nodes report at once.
   */
  @Looks
  @ActivityMethod(name = "DatabendInspect")
  NodeInspection inspect(Target node, DatabendRole role, Release release, ReleaseFacts facts);

  /**
   * Brings the release to the node, unpacks it beside the old one, never over it, and asks its
   * binaries what they say of themselves.
   */
  @ActivityMethod(name = "DatabendStage")
  StagedRelease stage(Target node, Release release, NodeInspection inspection);

  /** Looks at all query nodes: whether each answers and the cluster shows each of them once. */
  @Looks
  @ActivityMethod(name = "DatabendLookAtQueries")
  QuerySight queries(ClusterView view);

  /**
   * Looks whether the others can do without this query node now.
   *
   * @param onlyNodeWaived whether its cluster may be left without a node
   */
  @Looks
  @ActivityMethod(name = "DatabendQuerySafeToStop")
  QuerySight querySafeToStop(ClusterView view, String node, boolean onlyNodeWaived);

  /**
   * Waits until no statement runs on a query node.
   *
   * @return how it went, in a few words
   */
  @Looks
  @ActivityMethod(name = "DatabendDrain")
  String drain(Daemon query, Duration limit);

  /** Waits until a restarted query node answers and every cluster shows each node once. */
  @Looks
  @ActivityMethod(name = "DatabendAwaitQuery")
  QuerySight awaitQuery(ClusterView view, Settling settling);

  /** Looks at all meta nodes: whether all voters are there, agree and have the same data. */
  @Looks
  @ActivityMethod(name = "DatabendLookAtMetas")
  MetaSight metas(ClusterView view);

  /**
   * Looks whether a quorum remains without this meta node.
   *
   * @param quorumWaived whether the cluster may be left without one
   */
  @Looks
  @ActivityMethod(name = "DatabendMetaSafeToStop")
  MetaSight metaSafeToStop(ClusterView view, String node, boolean quorumWaived);

  /**
   * Lets another meta node lead if this one does, and waits until it does.
   *
   * @return who leads
   */
  @ActivityMethod(name = "DatabendTransferLeadership")
  String transferLeadership(ClusterView view, String from, Duration limit);

  /** Waits until a restarted meta node has caught up and all voters have the same data. */
  @Looks
  @ActivityMethod(name = "DatabendAwaitMeta")
  MetaSight awaitMeta(ClusterView view, Settling settling);

  /** Exports databend-meta's data into a file on a node, and looks whether it is a backup. */
  @ActivityMethod(name = "DatabendBackup")
  Backup backup(JobName job, Daemon meta, NodeInspection inspection);

  /** Stops the daemon, switches to the other release and starts it: one job on the node. */
  @ActivityMethod(name = "DatabendRestart")
  JobResult restart(JobName job, DaemonChange change);

  /** Stops the daemon: one job on the node. */
  @ActivityMethod(name = "DatabendStop")
  JobResult stop(JobName job, DaemonChange change);

  /** Switches to the other release and starts the daemon: one job on the node. */
  @ActivityMethod(name = "DatabendStart")
  JobResult start(JobName job, DaemonChange change);

  /**
   * Reads what a daemon says it runs, and scans what it has printed and logged since this upgrade
   * has started it.
   *
   * @return its release
   */
  @Looks
  @ActivityMethod(name = "DatabendObserve")
  String observe(ClusterView view, String node);
}
