package dev.lockkeeper.workflows.kwdb;

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
 * What is done on the nodes of a KWDB cluster. Every method may be called again at any time: it
 * looks first, and a job that was started is found again by its name. Failures carry a {@link
 * dev.lockkeeper.workflows.model.FailureReason} as their type.
 *
 * <p>Methods whose first argument is a {@link JobName} are one job, and a plan can show its script.
 */
@ActivityInterface
public interface KwdbNodes {
  /** Opens the release archive on the worker, compares its checksum, and looks what is in it. */
  @Looks
  @ActivityMethod(name = "KwdbExamineRelease")
  ReleaseFacts examineRelease(Release release, KwdbMethod method, ImageSource imageFrom);

  /**
   * Looks at everything the upgrade needs on one node. Problems are results, not failures, so that
   * all nodes report at once.
   */
  @Looks
  @ActivityMethod(name = "KwdbInspect")
  NodeInspection inspect(Target node, String cluster, Release release, KwdbSettings settings);

  /**
   * Looks at the whole cluster: nodes, replicas twice, running jobs, and where replicas and
   * leaseholders lie. What a waiver may overrule bears the name of its check.
   *
   * @param settle time between the two readings
   */
  @Looks
  @ActivityMethod(name = "KwdbLook")
  Evidence look(KwdbView view, Duration settle);

  /** Brings the package or image to the node; a package is unpacked. Says where it lies. */
  @ActivityMethod(name = "KwdbStage")
  String stage(Target node, Release release, ReleaseFacts facts, NodeInspection inspection);

  /** Looks whether the cluster can do without the node at this address now. */
  @Looks
  @ActivityMethod(name = "KwdbSafeToStop")
  Evidence safeToStop(KwdbView view, String address, Duration settle);

  /** The same for a node that may be down already: only about the others. */
  @Looks
  @ActivityMethod(name = "KwdbSafeToRetry")
  Evidence safeToRetry(KwdbView view, String address);

  /** One job on a node that deploy.sh installed. */
  @ActivityMethod(name = "KwdbChangeServer")
  JobResult changeServer(JobName job, Target node, ServerChange change);

  /** Puts a container of the new image in the place of the old one: one job on the node. */
  @ActivityMethod(name = "KwdbChangeContainer")
  JobResult changeContainer(Target node, ContainerSwap swap, JobName job);

  /** Compiles the staged sources on the node: one job, during which the old release serves. */
  @ActivityMethod(name = "KwdbBuildSource")
  JobResult buildSource(JobName job, Target node, SourceSwap swap);

  /** Puts what was compiled in the place of the installation, and starts it: one job. */
  @ActivityMethod(name = "KwdbChangeSource")
  JobResult changeSource(JobName job, Target node, SourceSwap swap);

  /**
   * Waits until a node is available, live and on a release, as another node sees it.
   *
   * @return the version that it was seen to run
   */
  @Looks
  @ActivityMethod(name = "KwdbAwaitBack")
  String awaitBack(KwdbView view, Comeback comeback);

  /** Waits until no range is unavailable or under-replicated, twice, and every node serves. */
  @Looks
  @ActivityMethod(name = "KwdbAwaitWhole")
  Evidence awaitWhole(KwdbView view, Duration settle, Duration limit);

  /** Lists the tables of some databases. */
  @Looks
  @ActivityMethod(name = "KwdbTables")
  Tables tables(KwdbView view, List<String> databases);

  /**
   * Exports a table and imports it into the new installation. One that is there with as many rows
   * is left alone.
   */
  @ActivityMethod(name = "KwdbMoveTable")
  RowCounts moveTable(TableMove move, JobName job);

  /** Exports and imports users or settings. */
  @ActivityMethod(name = "KwdbMoveRest")
  String moveRest(TableMove move, MoveKind kind, JobName job);

  /** Counts a table's rows on both sides. */
  @Looks
  @ActivityMethod(name = "KwdbCountRows")
  RowCounts countRows(TableMove move);

  /** Reads server.time_until_store_dead as an ISO 8601 duration. */
  @Looks
  @ActivityMethod(name = "KwdbReadStoreDead")
  String readStoreDead(KwdbView view);

  /** Sets server.time_until_store_dead and reads it again. */
  @ActivityMethod(name = "KwdbWriteStoreDead")
  String writeStoreDead(KwdbView view, String value);
}
