package dev.lockkeeper.lab.kwdb;

import dev.lockkeeper.activities.job.JobScript;
import dev.lockkeeper.activities.job.Jobs;
import dev.lockkeeper.activities.kwdb.DeployOutcome;
import dev.lockkeeper.activities.kwdb.DeployOutput;
import dev.lockkeeper.activities.kwdb.KwdbCatalogue;
import dev.lockkeeper.activities.kwdb.KwdbChange;
import dev.lockkeeper.activities.sql.SqlProfile;
import dev.lockkeeper.activities.sql.SqlSession;
import dev.lockkeeper.activities.sql.SqlSessions;
import dev.lockkeeper.activities.sql.SqlTarget;
import dev.lockkeeper.activities.sql.SqlTimeouts;
import dev.lockkeeper.activities.ssh.Authentication;
import dev.lockkeeper.activities.ssh.Command;
import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.activities.ssh.CredentialProfile;
import dev.lockkeeper.activities.ssh.CredentialProfiles;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshConnections;
import dev.lockkeeper.activities.ssh.SshTarget;
import dev.lockkeeper.activities.step.Patient;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.lab.host.LabHost;
import dev.lockkeeper.lab.host.LabNetwork;
import dev.lockkeeper.lab.host.LocalCommand;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.JobResult;
import dev.lockkeeper.workflows.model.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** A cluster that runs, and the ways in which Lockkeeper reaches its nodes. */
final class KwdbFixture implements AutoCloseable {
  static final SqlProfile ROOT = new SqlProfile("root", "root", null, null);

  private static final AtomicInteger ATTEMPTS = new AtomicInteger();
  private static final Duration ENOUGH = Duration.ofSeconds(40);

  private final LabNetwork network;
  private final KwdbCluster cluster;
  private final SshConnections connections;

  private KwdbFixture(LabNetwork network, KwdbCluster cluster) {
    this.network = network;
    this.cluster = cluster;
    LabHost any = network.hosts().get(0);
    this.connections =
        new SshConnections(
            new CredentialProfiles(
                List.of(
                    new CredentialProfile(
                        "lab",
                        any.sshUser(),
                        any.knownHosts(),
                        new Authentication.KeyFile(any.privateKey(), null),
                        List.of()))));
  }

  static KwdbFixture open(KwdbPlan plan) {
    List<String> names =
        plan.topology() == KwdbTopology.STANDALONE
            ? KwdbCluster.HOST_NAMES.subList(0, 2)
            : KwdbCluster.HOST_NAMES;
    LabNetwork network = LabNetwork.open(names);
    try {
      KwdbCluster cluster = KwdbCluster.install(network, plan);
      if (plan.programs() == KwdbPlan.Programs.BARE) {
        cluster.start();
        cluster.awaitReady();
      }
      return new KwdbFixture(network, cluster);
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  KwdbCluster cluster() {
    return cluster;
  }

  KwdbNode node(int id) {
    return cluster.nodes().get(id - 1);
  }

  SshConnections connections() {
    return connections;
  }

  SshConnection ssh(KwdbNode node) {
    return connections.to(new SshTarget(node.host().address(), node.host().port(), "lab"));
  }

  CommandResult shell(KwdbNode node, String script, String... arguments) throws Exception {
    return ssh(node).run(Command.sh(script, arguments));
  }

  /** Runs deploy.sh of a staged package with its standard input closed, and judges it. */
  DeployOutcome deploy(KwdbNode node, String directory, String... words) throws Exception {
    CommandResult result =
        shell(
            node,
            "d=$1; shift; cd \"$d\" && ./deploy.sh \"$@\" </dev/null",
            concat(directory, words));
    return DeployOutput.read(words[0], result.status(), result.output() + result.errors());
  }

  JobResult job(KwdbNode node, JobScript script) throws Exception {
    JobName name = new JobName("lab", "run", "job", node.name(), ATTEMPTS.incrementAndGet());
    return new Jobs(new Patient(Duration.ofSeconds(5))).run(ssh(node), name, script, Pulse.SILENT);
  }

  KwdbChange change(String deploy) {
    return change(deploy, ENOUGH, ENOUGH, ENOUGH);
  }

  /** With a second of patience for what a lie hangs, and enough for all else. */
  KwdbChange change(String deploy, Lie lie) {
    Duration second = Duration.ofSeconds(1);
    return change(
        deploy,
        lie == Lie.DRAIN_HANGS ? second : ENOUGH,
        lie == Lie.STOP_HANGS ? second : ENOUGH,
        lie == Lie.NEVER_LISTENS ? second : ENOUGH);
  }

  private KwdbChange change(String deploy, Duration drain, Duration stop, Duration start) {
    return new KwdbChange(
        deploy,
        Version.of("3.1.0"),
        "/etc/kaiwudb",
        "/usr/local/kaiwudb/bin/kwbase",
        cluster.securityOption(),
        drain,
        stop,
        start);
  }

  /** Certificates of an authority that the cluster does not know. */
  void makeCertificates(Path directory) {
    LocalCommand.run(
            "sh",
            network.sharedOnMachine().resolve("kwdb/scripts/certificates.sh").toString(),
            directory.toString(),
            "")
        .orThrow();
  }

  SqlSession sql(KwdbNode node, SqlProfile profile) throws Exception {
    return new SqlSessions(new SqlTimeouts(Duration.ofSeconds(3), Duration.ofSeconds(5)))
        .open(new SqlTarget(node.host().address(), KwdbNode.PORT, "defaultdb"), profile);
  }

  SqlSession sqlThroughTunnel(KwdbNode node, SqlProfile profile) throws Exception {
    return new SqlSessions(new SqlTimeouts(Duration.ofSeconds(3), Duration.ofSeconds(5)))
        .open(new SqlTarget("127.0.0.1", KwdbNode.PORT, "defaultdb"), profile, ssh(node));
  }

  /** Asks the catalogue until it says what is awaited; what it said last if it never does. */
  <T> T awaitCatalogue(KwdbNode node, SqlProfile profile, Question<T> question, Predicate<T> wanted)
      throws Exception {
    long deadline = System.nanoTime() + ENOUGH.toNanos();
    try (SqlSession session = sql(node, profile)) {
      KwdbCatalogue catalogue = new KwdbCatalogue(session);
      T answer = question.ask(catalogue);
      while (!wanted.test(answer) && System.nanoTime() < deadline) {
        LockSupport.parkNanos(50_000_000);
        answer = question.ask(catalogue);
      }
      return answer;
    }
  }

  /** Something to ask the catalogue. */
  interface Question<T> {
    T ask(KwdbCatalogue catalogue) throws Exception;
  }

  private static String[] concat(String first, String... rest) {
    String[] all = new String[rest.length + 1];
    all[0] = first;
    System.arraycopy(rest, 0, all, 1, rest.length);
    return all;
  }

  @Override
  public void close() {
    connections.close();
    network.close();
  }
}
