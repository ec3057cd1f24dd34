package dev.lockkeeper.lab.openmldb;

import dev.lockkeeper.activities.openmldb.BinaryOverSsh;
import dev.lockkeeper.activities.openmldb.ClientDialect;
import dev.lockkeeper.activities.openmldb.LoadedPartition;
import dev.lockkeeper.activities.openmldb.NsClient;
import dev.lockkeeper.activities.openmldb.Operation;
import dev.lockkeeper.activities.openmldb.Replica;
import dev.lockkeeper.activities.openmldb.ServerStatus;
import dev.lockkeeper.activities.openmldb.StatusPage;
import dev.lockkeeper.activities.openmldb.TabletClient;
import dev.lockkeeper.activities.openmldb.TabletServer;
import dev.lockkeeper.activities.ssh.Authentication;
import dev.lockkeeper.activities.ssh.CredentialProfile;
import dev.lockkeeper.activities.ssh.CredentialProfiles;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshConnections;
import dev.lockkeeper.activities.ssh.SshTarget;
import dev.lockkeeper.lab.host.LabHost;
import dev.lockkeeper.workflows.model.Version;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** The activities' clients, led to the lab's cluster over its hosts' real SSH servers. */
final class ClusterAccess implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final OpenMldbCluster cluster;
  private final SshConnections connections;

  ClusterAccess(OpenMldbCluster cluster) {
    this.cluster = cluster;
    LabHost any = cluster.nodes().get(0).host();
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

  SshConnections connections() {
    return connections;
  }

  SshConnection to(OpenMldbNode node) {
    return connections.to(new SshTarget(node.host().address(), node.host().port(), "lab"));
  }

  NsClient client(String nodeName, OpenMldbVersion version) {
    OpenMldbNode node = cluster.node(nodeName);
    return new NsClient(
        new BinaryOverSsh(to(node), node.home()),
        ClientDialect.of(Version.of(version.number())),
        cluster.zookeeper(),
        OpenMldbCluster.ROOT_PATH);
  }

  TabletClient tablet(String nodeName) {
    OpenMldbNode node = cluster.node(nodeName);
    return new TabletClient(new BinaryOverSsh(to(node), node.home()), node.address());
  }

  List<LoadedPartition> loaded(String nodeName) throws Exception {
    return tablet(nodeName).tableStatus();
  }

  ServerStatus status(String nodeName) throws Exception {
    OpenMldbNode node = cluster.node(nodeName);
    return StatusPage.read(to(cluster.node("nameserver-2")), node.address());
  }

  /** Waits until no operation is under way. */
  void awaitOperations(NsClient client) throws Exception {
    await(() -> client.showOperations().stream().allMatch(Operation::over));
  }

  /** Waits until the nameserver has heard that a tablet is there. */
  void awaitHealthy(NsClient client, String endpoint) throws Exception {
    await(
        () ->
            client.showTablets().stream()
                .anyMatch(
                    tablet ->
                        tablet.endpoint().equals(endpoint)
                            && tablet.state() == TabletServer.State.HEALTHY));
  }

  /** A tablet's replicas of a database's tables. */
  static List<Replica> replicas(NsClient client, String database, String endpoint)
      throws Exception {
    return client.showTable(database).stream()
        .filter(replica -> replica.endpoint().equals(endpoint))
        .toList();
  }

  static void await(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited for " + LIMIT.toSeconds() + " s");
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  @Override
  public void close() {
    connections.close();
  }
}
