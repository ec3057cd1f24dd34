package dev.lockkeeper.activities.openmldb;

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
import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.JobResult;
import dev.lockkeeper.workflows.model.Release;
import dev.lockkeeper.workflows.model.Target;
import dev.lockkeeper.workflows.openmldb.ClusterSight;
import dev.lockkeeper.workflows.openmldb.ConfigurationChange;
import dev.lockkeeper.workflows.openmldb.NameserverSight;
import dev.lockkeeper.workflows.openmldb.OpenMldbNodes;
import dev.lockkeeper.workflows.openmldb.OpenMldbRole;
import dev.lockkeeper.workflows.openmldb.OpenMldbView;
import dev.lockkeeper.workflows.openmldb.Positions;
import dev.lockkeeper.workflows.openmldb.Recovery;
import dev.lockkeeper.workflows.openmldb.ReleaseFacts;
import dev.lockkeeper.workflows.openmldb.SafetyRules;
import dev.lockkeeper.workflows.openmldb.ServerChange;
import dev.lockkeeper.workflows.openmldb.ServerInspection;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Does what {@link OpenMldbNodes} says, over SSH and with the vendor's own clients. */
public final class OpenMldbNodesActivities implements OpenMldbNodes {
  /** In the preflight an unreachable node is an answer. */
  private static final Patient BRIEFLY = new Patient(Duration.ofSeconds(5));

  /** Long enough for a link that flaps or a host that reboots. */
  private static final Patient PATIENTLY = new Patient(Duration.ofMinutes(3));

  /** The file that makes a directory a release; which one it is, the running server will say. */
  private static final String PROOF = "bin/openmldb";

  private final Nodes connections;
  private final Attendant attendant;
  private final Jobs jobs = new Jobs(PATIENTLY);
  private final Staging staging = new Staging(PATIENTLY);

  public OpenMldbNodesActivities(Nodes connections, Attendant attendant) {
    this.connections = connections;
    this.attendant = attendant;
  }

  @Override
  public ReleaseFacts examineRelease(Release release) {
    return attendant.attend(
        pulse -> {
          if (release.archive() == null) {
            // Nothing can be read here; each node checks its own copy when it unpacks it.
            return new ReleaseFacts("openmldb-" + release.version() + "-linux", 0, 0);
          }
          ReleaseArchive archive =
              ReleaseArchive.open(Path.of(release.archive()), release.sha256());
          if (!archive.entries().contains(PROOF)
              || !archive.directory().contains(release.version())) {
            throw new StepFailed(
                FailureReason.INVALID,
                "the release archive "
                    + release.archive()
                    + " is not OpenMLDB "
                    + release.version()
                    + ": its directory is "
                    + archive.directory()
                    + (archive.entries().contains(PROOF) ? "" : " without " + PROOF));
          }
          return new ReleaseFacts(archive.directory(), archive.bytes(), archive.unpackedBytes());
        });
  }

  @Override
  public ServerInspection inspect(
      Target node, OpenMldbRole role, Release release, ReleaseFacts facts) {
    return attendant.attend(
        pulse -> {
          try {
            return BRIEFLY.call(
                pulse, () -> new NodeLook(connection(node), node, role).inspect(release, facts));
          } catch (SshFailure e) {
            String home = node.node().home();
            return new ServerInspection(
                node.node().name(),
                null,
                "",
                "",
                home,
                home,
                Duration.ZERO,
                List.of(String.valueOf(e.getMessage())),
                List.of());
          }
        });
  }

  @Override
  public ClusterSight look(OpenMldbView view) {
    return patiently(pulse -> probe(view).look());
  }

  @Override
  public String stage(
      Target node, Release release, ReleaseFacts facts, ServerInspection inspection) {
    return attendant.attend(
        pulse ->
            staging.stage(
                connection(node), release, inspection.staged(), facts.directory(), PROOF, pulse));
  }

  @Override
  public ConfigurationChange configure(
      Target node, OpenMldbRole role, ServerInspection inspection, List<String> carry) {
    return patiently(pulse -> new Configuration(connection(node)).make(role, inspection, carry));
  }

  @Override
  public ClusterSight safeToStop(
      OpenMldbView view, OpenMldbRole role, String endpoint, SafetyRules rules) {
    return patiently(pulse -> probe(view).safeToStop(role, endpoint, rules));
  }

  @Override
  public Evidence safeToRetry(
      OpenMldbView view, OpenMldbRole role, String endpoint, SafetyRules rules) {
    return patiently(pulse -> probe(view).safeToRetry(role, endpoint, rules));
  }

  @Override
  public Evidence drain(
      OpenMldbView view, String endpoint, long after, Duration limit, JobName job) {
    return patiently(
        pulse ->
            new TabletWork(new Access(connections, view), pulse, limit, after, job)
                .drain(endpoint));
  }

  @Override
  public JobResult restart(JobName job, Target node, ServerChange change) {
    return attendant.attend(
        pulse ->
            ServerScripts.check(
                job, jobs.run(connection(node), job, ServerScripts.restart(change, job), pulse)));
  }

  @Override
  public NameserverSight awaitNameserver(
      OpenMldbView view,
      ServerInspection inspection,
      ServerChange.Readiness readiness,
      Duration limit) {
    return patiently(pulse -> probe(view).awaitNameserver(inspection, readiness, limit, pulse));
  }

  @Override
  public Evidence recoverByHand(
      OpenMldbView view, String endpoint, long after, Duration limit, JobName job) {
    return patiently(
        pulse ->
            new TabletWork(new Access(connections, view), pulse, limit, after, job)
                .recover(endpoint));
  }

  @Override
  public String confirm(OpenMldbView view, Recovery recovery, JobName job) {
    return patiently(
        pulse -> {
          boolean seen = job.attempt() > 1 || recovery.after() == ALL_SEEN;
          long baseline = seen ? probe(view).lastOperation() : recovery.after();
          return probe(view).confirm(recovery, baseline, pulse);
        });
  }

  @Override
  public String readAutoFailover(OpenMldbView view) {
    return patiently(
        pulse -> Boolean.toString(NsAccess.open(connections, view).client().autoFailover()));
  }

  @Override
  public String writeAutoFailover(OpenMldbView view, String value) {
    return patiently(
        pulse -> {
          NsClient client = NsAccess.open(connections, view).client();
          client.setAutoFailover(Boolean.parseBoolean(value));
          return Boolean.toString(client.autoFailover());
        });
  }

  @Override
  public Positions positions(OpenMldbView view) {
    return patiently(pulse -> probe(view).positions());
  }

  @Override
  public Positions awaitQuiet(OpenMldbView view, Duration quietFor) {
    return patiently(pulse -> probe(view).awaitQuiet(quietFor, pulse));
  }

  @Override
  public Evidence awaitGrowth(OpenMldbView view, Positions before, Duration limit) {
    return patiently(pulse -> probe(view).awaitGrowth(before, limit, pulse));
  }

  @Override
  public Evidence rebalance(OpenMldbView view, Positions wanted, Duration limit, JobName job) {
    return patiently(
        pulse ->
            new TabletWork(new Access(connections, view), pulse, limit, 0, job).rebalance(wanted));
  }

  @Override
  public String observe(
      Target node, OpenMldbRole role, ServerInspection inspection, Duration limit) {
    return attendant.attend(
        pulse -> {
          NodeLook look = new NodeLook(connection(node), node, role);
          long began = System.nanoTime();
          while (true) {
            ServerStatus status = PATIENTLY.call(pulse, () -> look.status(inspection.address()));
            if (status instanceof ServerStatus.Running running) {
              return running.version();
            }
            if (System.nanoTime() - began > limit.toNanos()) {
              throw new StepFailed(
                  FailureReason.UNHEALTHY,
                  inspection.address()
                      + " says no version after "
                      + limit.toSeconds()
                      + " s: "
                      + status);
            }
            pulse.say("at " + Instant.now() + ": " + status);
            Thread.sleep(500);
          }
        });
  }

  /** What may be done again when a node could not be reached. */
  @FunctionalInterface
  private interface Doing<T> {
    T run(Pulse pulse) throws SshFailure, StepFailed, InterruptedException;
  }

  private <T> T patiently(Doing<T> doing) {
    return attendant.attend(pulse -> PATIENTLY.call(pulse, () -> doing.run(pulse)));
  }

  private ClusterProbe probe(OpenMldbView view) {
    return new ClusterProbe(new Access(connections, view));
  }

  private SshConnection connection(Target target) {
    return connections.to(
        new SshTarget(target.node().host(), target.node().port(), target.credentials()));
  }
}
