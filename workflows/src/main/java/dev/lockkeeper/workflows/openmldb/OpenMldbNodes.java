package dev.lockkeeper.workflows.openmldb;

import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.JobResult;
import dev.lockkeeper.workflows.model.Release;
import dev.lockkeeper.workflows.model.Target;
import dev.lockkeeper.workflows.runbook.Looks;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.time.Duration;
import java.util.List;

/**
 * What is done on the nodes of an OpenMLDB cluster. Every method may be called again at any time:
 * it looks first, and a job that was started is found again by its name. Failures carry a {@link
 * dev.lockkeeper.workflows.model.FailureReason} as their type.
 *
 * <p>Methods that take a {@link JobName} and are no job take it for its attempt: a person who asks
 * for another one has seen the operations that failed, so only later ones count then.
 */
@ActivityInterface
public interface OpenMldbNodes {
  /** In the place of an operation's id: whatever has failed until now was seen by a person. */
  long ALL_SEEN = -1;

  /** Opens the release archive on the worker, compares its checksum, and looks what is in it. */
  @Looks
  @ActivityMethod(name = "OpenMldbExamineRelease")
  ReleaseFacts examineRelease(Release release);

  /**
   * Looks at everything the upgrade needs on one node. Problems are results, not failures, so that
   * all nodes report at once.
   */
  @Looks
  @ActivityMethod(name = "OpenMldbInspect")
  ServerInspection inspect(Target node, OpenMldbRole role, Release release, ReleaseFacts facts);

  /** Looks at the whole cluster. Fails only if it cannot be read. */
  @Looks
  @ActivityMethod(name = "OpenMldbLook")
  ClusterSight look(OpenMldbView view);

  /** Brings the release to the node and unpacks it inside the home, beside bin and conf. */
  @ActivityMethod(name = "OpenMldbStage")
  String stage(Target node, Release release, ReleaseFacts facts, ServerInspection inspection);

  /**
   * Makes the flags file for the new release, and looks whether its start.sh could run there.
   *
   * @param carry names of flags that are carried over beside those that every cluster needs
   */
  @ActivityMethod(name = "OpenMldbConfigure")
  ConfigurationChange configure(
      Target node, OpenMldbRole role, ServerInspection inspection, List<String> carry);

  /** Looks whether the cluster can do without this server now. */
  @Looks
  @ActivityMethod(name = "OpenMldbSafeToStop")
  ClusterSight safeToStop(OpenMldbView view, OpenMldbRole role, String endpoint, SafetyRules rules);

  /** As {@link #safeToStop}, for a server that may be down already because its restart failed. */
  @Looks
  @ActivityMethod(name = "OpenMldbSafeToRetry")
  Evidence safeToRetry(OpenMldbView view, OpenMldbRole role, String endpoint, SafetyRules rules);

  /**
   * Takes the replicas of a tablet out of service and waits until others lead.
   *
   * @param after operations with greater ids must not fail
   */
  @ActivityMethod(name = "OpenMldbDrain")
  Evidence drain(OpenMldbView view, String endpoint, long after, Duration limit, JobName job);

  /** Stop, wait for the session's end, back up, switch, start: one job on the node. */
  @ActivityMethod(name = "OpenMldbRestart")
  JobResult restart(JobName job, Target node, ServerChange change);

  /**
   * Waits until a nameserver takes part again and somebody leads.
   *
   * @param readiness whether it must serve to be back
   */
  @Looks
  @ActivityMethod(name = "OpenMldbAwaitNameserver")
  NameserverSight awaitNameserver(
      OpenMldbView view,
      ServerInspection inspection,
      ServerChange.Readiness readiness,
      Duration limit);

  /**
   * offlineendpoint, wait, recoverendpoint, and wait until the tablet has its data again.
   *
   * @param after operations with greater ids must not fail; or {@link #ALL_SEEN}
   */
  @ActivityMethod(name = "OpenMldbRecoverByHand")
  Evidence recoverByHand(
      OpenMldbView view, String endpoint, long after, Duration limit, JobName job);

  /**
   * Waits until a restarted tablet runs the release, every new operation is done, every partition
   * is alive, loaded and led by one tablet, and followers have what their leaders had.
   *
   * @return the version that the tablet says it runs
   */
  @Looks
  @ActivityMethod(name = "OpenMldbConfirm")
  String confirm(OpenMldbView view, Recovery recovery, JobName job);

  /** Reads auto_failover: {@code true} or {@code false}. */
  @Looks
  @ActivityMethod(name = "OpenMldbReadAutoFailover")
  String readAutoFailover(OpenMldbView view);

  /** Sets auto_failover and reads it again. */
  @ActivityMethod(name = "OpenMldbWriteAutoFailover")
  String writeAutoFailover(OpenMldbView view, String value);

  /** Reads who leads each partition of the users' databases, and how far it is. */
  @Looks
  @ActivityMethod(name = "OpenMldbPositions")
  Positions positions(OpenMldbView view);

  /** Looks for a while whether any leader's offset grows; fails if one does. */
  @Looks
  @ActivityMethod(name = "OpenMldbAwaitQuiet")
  Positions awaitQuiet(OpenMldbView view, Duration quietFor);

  /** Waits until each leader's offset has grown and its followers have followed. */
  @Looks
  @ActivityMethod(name = "OpenMldbAwaitGrowth")
  Evidence awaitGrowth(OpenMldbView view, Positions before, Duration limit);

  /** Lets each partition be led by the tablet that led it before, one after another. */
  @ActivityMethod(name = "OpenMldbRebalance")
  Evidence rebalance(OpenMldbView view, Positions wanted, Duration limit, JobName job);

  /** Waits until a server says its version. */
  @Looks
  @ActivityMethod(name = "OpenMldbObserve")
  String observe(Target node, OpenMldbRole role, ServerInspection inspection, Duration limit);
}
