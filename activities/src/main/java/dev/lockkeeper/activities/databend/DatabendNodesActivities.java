package dev.lockkeeper.activities.databend;

import dev.lockkeeper.activities.job.JobScript;
import dev.lockkeeper.activities.job.Jobs;
import dev.lockkeeper.activities.release.ReleaseArchive;
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
import dev.lockkeeper.workflows.databend.Backup;
import dev.lockkeeper.workflows.databend.ClusterView;
import dev.lockkeeper.workflows.databend.Daemon;
import dev.lockkeeper.workflows.databend.DaemonChange;
import dev.lockkeeper.workflows.databend.DatabendNodes;
import dev.lockkeeper.workflows.databend.DatabendRole;
import dev.lockkeeper.workflows.databend.MetaBinary;
import dev.lockkeeper.workflows.databend.MetaSight;
import dev.lockkeeper.workflows.databend.NodeInspection;
import dev.lockkeeper.workflows.databend.QuerySight;
import dev.lockkeeper.workflows.databend.ReleaseFacts;
import dev.lockkeeper.workflows.databend.Settling;
import dev.lockkeeper.workflows.databend.StagedRelease;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.JobResult;
import dev.lockkeeper.workflows.model.Release;
import dev.lockkeeper.workflows.model.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Does what {@link DatabendNodes} says, over SSH and through it over HTTP. */
public final class DatabendNodesActivities implements DatabendNodes {
  /** In the preflight an unreachable node is an answer. */
  private static final Patient BRIEFLY = new Patient(Duration.ofSeconds(5));

  /** Long enough for a link that flaps or a host that reboots. */
  private static final Patient PATIENTLY = new Patient(Duration.ofMinutes(3));

  private static final List<String> PROGRAMS =
      List.of("bin/databend-query", "bin/databend-meta", "bin/databend-metactl");

  private final Nodes connections;
  private final SqlProfiles profiles;
  private final Attendant attendant;
  private final Jobs jobs = new Jobs(PATIENTLY);
  private final Staging staging = new Staging(PATIENTLY);

  public DatabendNodesActivities(Nodes connections, SqlProfiles profiles, Attendant attendant) {
    this.connections = connections;
    this.profiles = profiles;
    this.attendant = attendant;
  }

  @Override
  public ReleaseFacts examineRelease(Release release) {
    return attendant.attend(
        pulse -> {
          if (release.archive() == null) {
            // Nothing can be read here; each node checks its own copy when it unpacks it.
            return new ReleaseFacts(0, 0);
          }
          ReleaseArchive archive =
              ReleaseArchive.openWithoutTop(Path.of(release.archive()), release.sha256());
          for (String program : PROGRAMS) {
            if (!archive.entries().contains(program)) {
              throw new StepFailed(
                  FailureReason.INVALID,
                  "the release archive "
                      + release.archive()
                      + " is not the vendor's archive of Databend: it has no "
                      + program);
            }
          }
          return new ReleaseFacts(archive.bytes(), archive.unpackedBytes());
        });
  }

  @Override
  public NodeInspection inspect(
      Target node, DatabendRole role, Release release, ReleaseFacts facts) {
    return attendant.attend(
        pulse -> {
          try {
            return BRIEFLY.call(
                pulse, () -> new Inspection(connection(node), node, role).look(release, facts));
          } catch (SshFailure e) {
            String home = node.node().home();
            return new NodeInspection(
                node.node().name(),
                null,
                null,
                null,
                null,
                home,
                home,
                List.of(String.valueOf(e.getMessage())),
                List.of());
          }
        });
  }

  @Override
  public StagedRelease stage(Target node, Release release, NodeInspection inspection) {
    return attendant.attend(
        pulse -> {
          String done =
              staging.stage(
                  connection(node),
                  release,
                  inspection.newHome(),
                  ReleaseArchive.NO_TOP,
                  PROGRAMS.get(0),
                  pulse);
          NodeProbe said =
              PATIENTLY.call(
                  pulse,
                  () -> NodeProbe.versions(connection(node), node.node(), inspection.newHome()));
          try {
            return new StagedRelease(
                done,
                VersionAnswer.query(said.decoded("query")),
                VersionAnswer.meta(said.decoded("meta")));
          } catch (Unreadable e) {
            throw new StepFailed(
                FailureReason.INVALID,
                "the new binaries in " + inspection.newHome() + " do not run: " + e.getMessage());
          }
        });
  }

  @Override
  public QuerySight queries(ClusterView view) {
    return attendant.attend(pulse -> PATIENTLY.call(pulse, () -> sights(view).queries(pulse)));
  }

  @Override
  public QuerySight querySafeToStop(ClusterView view, String node, boolean onlyNodeWaived) {
    return attendant.attend(
        pulse ->
            PATIENTLY.call(pulse, () -> sights(view).querySafeToStop(node, onlyNodeWaived, pulse)));
  }

  @Override
  public String drain(Daemon query, Duration limit) {
    return attendant.attend(
        pulse -> PATIENTLY.call(pulse, () -> new QueryDrain(connections, query).run(limit, pulse)));
  }

  @Override
  public QuerySight awaitQuery(ClusterView view, Settling settling) {
    return attendant.attend(
        pulse ->
            PATIENTLY.callLong(pulse, heard -> sights(view).awaitQuery(settling, pulse, heard)));
  }

  @Override
  public MetaSight metas(ClusterView view) {
    return attendant.attend(pulse -> PATIENTLY.call(pulse, () -> sights(view).metas(pulse)));
  }

  @Override
  public MetaSight metaSafeToStop(ClusterView view, String node, boolean quorumWaived) {
    return attendant.attend(
        pulse ->
            PATIENTLY.call(pulse, () -> sights(view).metaSafeToStop(node, quorumWaived, pulse)));
  }

  @Override
  public String transferLeadership(ClusterView view, String from, Duration limit) {
    return attendant.attend(
        pulse -> PATIENTLY.call(pulse, () -> sights(view).transfer(from, limit, pulse)));
  }

  @Override
  public MetaSight awaitMeta(ClusterView view, Settling settling) {
    return attendant.attend(
        pulse ->
            PATIENTLY.callLong(pulse, heard -> sights(view).awaitMeta(settling, pulse, heard)));
  }

  @Override
  public Backup backup(JobName job, Daemon meta, NodeInspection inspection) {
    return attendant.attend(
        pulse -> {
          MetaBinary binary = Objects.requireNonNull(inspection.meta());
          JobScript script = DaemonScripts.backup(meta, inspection.home(), binary.version(), job);
          JobResult result =
              DaemonScripts.check(job, jobs.run(connection(meta.node()), job, script, pulse));
          return BackupLine.read(meta.name(), result);
        });
  }

  @Override
  public JobResult restart(JobName job, DaemonChange change) {
    return run(job, change, DaemonScripts.restart(change, job));
  }

  @Override
  public JobResult stop(JobName job, DaemonChange change) {
    return run(job, change, DaemonScripts.stop(change, job));
  }

  @Override
  public JobResult start(JobName job, DaemonChange change) {
    return run(job, change, DaemonScripts.start(change, job));
  }

  @Override
  public String observe(ClusterView view, String node) {
    return attendant.attend(pulse -> PATIENTLY.call(pulse, () -> sights(view).observe(node)));
  }

  private JobResult run(JobName job, DaemonChange change, JobScript script) {
    return attendant.attend(
        (Pulse pulse) ->
            DaemonScripts.check(
                job, jobs.run(connection(change.daemon().node()), job, script, pulse)));
  }

  private Sights sights(ClusterView view) throws StepFailed {
    return new Sights(connections, view, profiles.named(view.sqlCredentials()));
  }

  private SshConnection connection(Target target) {
    return connections.to(
        new SshTarget(target.node().host(), target.node().port(), target.credentials()));
  }
}
