package dev.lockkeeper.activities.fluss;

import dev.lockkeeper.activities.job.JobScript;
import dev.lockkeeper.activities.job.Jobs;
import dev.lockkeeper.activities.release.ReleaseArchive;
import dev.lockkeeper.activities.release.Staging;
import dev.lockkeeper.activities.ssh.Nodes;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.ssh.SshTarget;
import dev.lockkeeper.activities.step.Attendant;
import dev.lockkeeper.activities.step.Patient;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.activities.step.StepFailed;
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
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.JobResult;
import dev.lockkeeper.workflows.model.Release;
import dev.lockkeeper.workflows.model.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Does what {@link FlussNodes} says, over SSH and ZooKeeper. */
public final class FlussNodesActivities implements FlussNodes {
  /** In the preflight an unreachable node is an answer. */
  private static final Patient BRIEFLY = new Patient(Duration.ofSeconds(5));

  /** Long enough for a link that flaps or a host that reboots. */
  private static final Patient PATIENTLY = new Patient(Duration.ofMinutes(3));

  private final Nodes connections;
  private final Attendant attendant;
  private final Jobs jobs = new Jobs(PATIENTLY);
  private final Staging staging = new Staging(PATIENTLY);

  public FlussNodesActivities(Nodes connections, Attendant attendant) {
    this.connections = connections;
    this.attendant = attendant;
  }

  @Override
  public ReleaseFacts examineRelease(Release release) {
    return attendant.attend(
        pulse -> {
          String directory = "fluss-" + release.version();
          if (release.archive() == null) {
            // Nothing can be read here; each node checks its own copy when it unpacks it.
            return new ReleaseFacts(directory, 0, 0);
          }
          ReleaseArchive archive =
              ReleaseArchive.open(Path.of(release.archive()), release.sha256());
          if (!archive.entries().contains(proof(release))) {
            throw new StepFailed(
                FailureReason.INVALID,
                "the release archive "
                    + release.archive()
                    + " is not Fluss "
                    + release.version()
                    + ": it has no "
                    + archive.directory()
                    + "/"
                    + proof(release));
          }
          return new ReleaseFacts(archive.directory(), archive.bytes(), archive.unpackedBytes());
        });
  }

  @Override
  public NodeInspection inspect(Target node, FlussRole role, Release release, ReleaseFacts facts) {
    return attendant.attend(
        pulse -> {
          try {
            NodeProbe probe =
                BRIEFLY.call(
                    pulse,
                    () ->
                        NodeProbe.inspect(connection(node), node.node(), role, facts.directory()));
            return Inspection.judge(node.node(), role, release, facts, probe);
          } catch (SshFailure e) {
            String home = node.node().home();
            return new NodeInspection(
                node.node().name(),
                null,
                home,
                home,
                List.of(String.valueOf(e.getMessage())),
                List.of());
          }
        });
  }

  @Override
  public ClusterHealth health(FlussView view, int tabletServers) {
    return attendant.attend(
        pulse -> PATIENTLY.call(pulse, () -> probe(view).health(tabletServers)));
  }

  @Override
  public String stage(Target node, Release release, ReleaseFacts facts, NodeInspection inspection) {
    return attendant.attend(
        pulse ->
            staging.stage(
                connection(node),
                release,
                inspection.newHome(),
                facts.directory(),
                proof(release),
                pulse));
  }

  @Override
  public ConfigurationChange configure(
      Target node,
      FlussRole role,
      NodeInspection inspection,
      String version,
      Map<String, String> options) {
    return attendant.attend(
        pulse ->
            PATIENTLY.call(
                pulse,
                () ->
                    new Configuration(connection(node), node.node().name())
                        .carryOver(role, inspection, version, options)));
  }

  @Override
  public ConfigurationChange previewConfiguration(
      Target node,
      FlussRole role,
      NodeInspection inspection,
      Release release,
      ReleaseFacts facts,
      Map<String, String> options) {
    return attendant.attend(
        pulse ->
            PATIENTLY.call(
                pulse,
                () ->
                    new Configuration(connection(node), node.node().name())
                        .preview(role, inspection, release, facts.directory(), options)));
  }

  @Override
  public ClusterHealth safeToStop(
      FlussView view, FlussRole role, @Nullable Integer serverId, boolean singleReplicaWaived) {
    return attendant.attend(
        pulse ->
            PATIENTLY.call(
                pulse, () -> probe(view).safeToStop(role, serverId, singleReplicaWaived)));
  }

  @Override
  public Evidence safeToRetry(
      FlussView view,
      FlussRole role,
      @Nullable Integer serverId,
      int tabletServers,
      boolean singleReplicaWaived) {
    return attendant.attend(
        pulse ->
            PATIENTLY.call(
                pulse,
                () -> probe(view).safeToRetry(role, serverId, tabletServers, singleReplicaWaived)));
  }

  @Override
  public JobResult restart(JobName job, Target node, ServerChange change) {
    return run(job, node, ServerScripts.restart(change, job));
  }

  @Override
  public JobResult stop(JobName job, Target node, ServerChange change) {
    return run(job, node, ServerScripts.stop(change, job));
  }

  @Override
  public JobResult start(JobName job, Target node, ServerChange change) {
    return run(job, node, ServerScripts.start(change, job));
  }

  @Override
  public Evidence awaitRecovery(FlussView view, Recovery recovery) {
    return attendant.attend(
        pulse -> PATIENTLY.call(pulse, () -> probe(view).awaitRecovery(recovery, pulse)));
  }

  @Override
  public RunningServer awaitReturn(
      FlussView view, Recovery recovery, Target node, NodeInspection inspection) {
    return attendant.attend(
        pulse -> {
          PATIENTLY.call(pulse, () -> probe(view).awaitRecovery(recovery, pulse));
          return observe(pulse, node, recovery.role(), inspection);
        });
  }

  @Override
  public RunningServer observe(Target node, FlussRole role, NodeInspection inspection) {
    return attendant.attend(pulse -> observe(pulse, node, role, inspection));
  }

  private RunningServer observe(Pulse pulse, Target node, FlussRole role, NodeInspection inspection)
      throws SshFailure, StepFailed, InterruptedException {
    NodeProbe probe =
        PATIENTLY.call(pulse, () -> NodeProbe.observe(connection(node), node.node(), role));
    List<ProcessLine> servers =
        probe.processes().stream()
            .filter(
                server ->
                    server.home().equals(inspection.home())
                        || server.home().equals(inspection.newHome()))
            .toList();
    if (servers.size() != 1) {
      throw new StepFailed(
          FailureReason.UNHEALTHY,
          servers.size()
              + " processes of "
              + role.word()
              + " run on "
              + node.node().name()
              + " instead of one: "
              + servers);
    }
    return probe.server(servers.get(0));
  }

  private JobResult run(JobName job, Target node, JobScript script) {
    return attendant.attend(
        pulse -> ServerScripts.check(job, jobs.run(connection(node), job, script, pulse)));
  }

  private ClusterProbe probe(FlussView view) {
    return new ClusterProbe(connection(view.via()), view);
  }

  private SshConnection connection(Target target) {
    return connections.to(
        new SshTarget(target.node().host(), target.node().port(), target.credentials()));
  }

  /** The file that makes a directory this release. */
  private static String proof(Release release) {
    return "lib/fluss-server-" + release.version() + ".jar";
  }
}
