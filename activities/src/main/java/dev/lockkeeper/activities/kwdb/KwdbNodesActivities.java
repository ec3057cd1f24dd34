package dev.lockkeeper.activities.kwdb;

import dev.lockkeeper.activities.job.JobScript;
import dev.lockkeeper.activities.job.Jobs;
import dev.lockkeeper.activities.release.Staging;
import dev.lockkeeper.activities.sql.SqlProfiles;
import dev.lockkeeper.activities.ssh.Nodes;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.ssh.SshTarget;
import dev.lockkeeper.activities.step.Attendant;
import dev.lockkeeper.activities.step.Patient;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.kwdb.Comeback;
import dev.lockkeeper.workflows.kwdb.ContainerSwap;
import dev.lockkeeper.workflows.kwdb.ImageSource;
import dev.lockkeeper.workflows.kwdb.KwdbMethod;
import dev.lockkeeper.workflows.kwdb.KwdbNodes;
import dev.lockkeeper.workflows.kwdb.KwdbSettings;
import dev.lockkeeper.workflows.kwdb.KwdbView;
import dev.lockkeeper.workflows.kwdb.MoveKind;
import dev.lockkeeper.workflows.kwdb.NodeInspection;
import dev.lockkeeper.workflows.kwdb.ReleaseFacts;
import dev.lockkeeper.workflows.kwdb.RowCounts;
import dev.lockkeeper.workflows.kwdb.ServerChange;
import dev.lockkeeper.workflows.kwdb.SourceSwap;
import dev.lockkeeper.workflows.kwdb.TableMove;
import dev.lockkeeper.workflows.kwdb.Tables;
import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.JobResult;
import dev.lockkeeper.workflows.model.Release;
import dev.lockkeeper.workflows.model.Target;
import dev.lockkeeper.workflows.model.Version;
import java.time.Duration;
import java.util.List;

/** Does what {@link KwdbNodes} says, over SSH and JDBC. */
public final class KwdbNodesActivities implements KwdbNodes {
  private static final Patient BRIEFLY = new Patient(Duration.ofSeconds(5));

  /** Long enough for a link that flaps or a host that reboots. */
  private static final Patient PATIENTLY = new Patient(Duration.ofMinutes(3));

  /** The file that makes a directory a package. */
  private static final String PROOF = "deploy.sh";

  private final Nodes connections;
  private final SqlProfiles profiles;
  private final Attendant attendant;
  private final Jobs jobs = new Jobs(PATIENTLY);
  private final Staging staging = new Staging(PATIENTLY);

  public KwdbNodesActivities(Nodes connections, SqlProfiles profiles, Attendant attendant) {
    this.connections = connections;
    this.profiles = profiles;
    this.attendant = attendant;
  }

  @Override
  public ReleaseFacts examineRelease(Release release, KwdbMethod method, ImageSource imageFrom) {
    return attendant.attend(pulse -> KwdbRelease.examine(release, method, imageFrom));
  }

  @Override
  public NodeInspection inspect(
      Target node, String cluster, Release release, KwdbSettings settings) {
    return attendant.attend(
        pulse -> {
          try {
            return BRIEFLY.call(
                pulse,
                () ->
                    new NodeLook(connection(node), node.node(), settings)
                        .inspect(cluster, release));
          } catch (SshFailure | StepFailed e) {
            return NodeInspection.unseen(node.node().name(), String.valueOf(e.getMessage()));
          }
        });
  }

  @Override
  public Evidence look(KwdbView view, Duration settle) {
    return patiently(pulse -> probe(view).look(settle, pulse));
  }

  @Override
  public String stage(Target node, Release release, ReleaseFacts facts, NodeInspection inspection) {
    return attendant.attend(
        pulse -> {
          SshConnection connection = connection(node);
          if (inspection.container() != null) {
            return new KwdbRelease(connection).bringImage(release, inspection.staged(), pulse);
          }
          KwdbRelease.makeParent(connection, inspection.staged());
          return staging.stage(
              connection,
              release,
              inspection.staged(),
              facts.directory(),
              inspection.command().isEmpty() ? PROOF : KwdbRelease.SOURCE_PROOF,
              pulse);
        });
  }

  @Override
  public Evidence safeToStop(KwdbView view, String address, Duration settle) {
    return patiently(pulse -> probe(view).safeToStop(address, settle, pulse));
  }

  @Override
  public Evidence safeToRetry(KwdbView view, String address) {
    return patiently(pulse -> probe(view).safeToRetry(address));
  }

  @Override
  public JobResult changeServer(JobName job, Target node, ServerChange change) {
    return attendant.attend(
        pulse -> KwdbScripts.passed(job, jobs.run(connection(node), job, script(change), pulse)));
  }

  @Override
  public JobResult changeContainer(Target node, ContainerSwap swap, JobName job) {
    return attendant.attend(
        pulse -> {
          SshConnection connection = connection(node);
          ContainerWork work = new ContainerWork(connection, swap);
          JobScript script = PATIENTLY.call(pulse, work::prepare);
          JobResult result = jobs.run(connection, job, script, pulse);
          work.cleanUp();
          return KwdbScripts.passed(job, result);
        });
  }

  @Override
  public JobResult buildSource(JobName job, Target node, SourceSwap swap) {
    return attendant.attend(
        pulse ->
            KwdbScripts.passed(
                job, jobs.run(connection(node), job, KwdbScripts.buildSource(swap), pulse)));
  }

  @Override
  public JobResult changeSource(JobName job, Target node, SourceSwap swap) {
    return attendant.attend(
        pulse ->
            KwdbScripts.passed(
                job, jobs.run(connection(node), job, KwdbScripts.replaceSource(swap), pulse)));
  }

  @Override
  public String awaitBack(KwdbView view, Comeback comeback) {
    return patiently(pulse -> probe(view).awaitBack(comeback, pulse));
  }

  @Override
  public Evidence awaitWhole(KwdbView view, Duration settle, Duration limit) {
    return patiently(pulse -> probe(view).awaitWhole(settle, limit, pulse));
  }

  @Override
  public Tables tables(KwdbView view, List<String> databases) {
    return patiently(pulse -> new Tables(Mover.tables(access(view), databases)));
  }

  @Override
  public RowCounts moveTable(TableMove move, JobName job) {
    return patiently(pulse -> mover(move, pulse).table(job));
  }

  @Override
  public String moveRest(TableMove move, MoveKind kind, JobName job) {
    return patiently(pulse -> mover(move, pulse).rest(job, kind));
  }

  @Override
  public RowCounts countRows(TableMove move) {
    return patiently(pulse -> mover(move, pulse).count("counted"));
  }

  private Mover mover(TableMove move, Pulse pulse) {
    return new Mover(access(move.from()), access(move.to()), jobs, move, pulse);
  }

  @Override
  public String readStoreDead(KwdbView view) {
    return patiently(pulse -> new StoreDead(access(view)).read());
  }

  @Override
  public String writeStoreDead(KwdbView view, String value) {
    return patiently(pulse -> new StoreDead(access(view)).write(value));
  }

  private static JobScript script(ServerChange change) throws StepFailed {
    KwdbChange job =
        new KwdbChange(
            change.inspection().staged(),
            Version.of(change.to()),
            NodeLook.ETC,
            change.home() + "/bin/kwbase",
            change.inspection().security(),
            change.drainLimit(),
            change.stopLimit(),
            change.startLimit(),
            change.from(),
            change.copy(),
            change.previousPackage());
    if (change.inspection().staged().isEmpty()) {
      throw new StepFailed(FailureReason.DEFECT, "a change of a node that was never inspected");
    }
    return switch (change.action()) {
      case CHECK -> KwdbScripts.check(job);
      case ROLL -> KwdbScripts.rolling(job);
      case UPGRADE -> KwdbScripts.standalone(job);
      case STOP -> KwdbScripts.stop(job);
      case COPY -> KwdbScripts.copy(job);
      case UPGRADE_STOPPED -> KwdbScripts.upgradeStopped(job);
      case START -> KwdbScripts.start(job);
      case RESTORE -> KwdbScripts.restore(job);
      case RESTORE_STOPPED -> KwdbScripts.restoreStopped(job);
    };
  }

  /** What may be done again when a node could not be reached. */
  @FunctionalInterface
  private interface Doing<T> {
    T run(Pulse pulse) throws SshFailure, StepFailed, InterruptedException;
  }

  private <T> T patiently(Doing<T> doing) {
    return attendant.attend(pulse -> PATIENTLY.call(pulse, () -> doing.run(pulse)));
  }

  private ClusterProbe probe(KwdbView view) {
    return new ClusterProbe(access(view));
  }

  private ClusterAccess access(KwdbView view) {
    return new ClusterAccess(connections, profiles, view);
  }

  private SshConnection connection(Target target) {
    return connections.to(
        new SshTarget(target.node().host(), target.node().port(), target.credentials()));
  }
}
