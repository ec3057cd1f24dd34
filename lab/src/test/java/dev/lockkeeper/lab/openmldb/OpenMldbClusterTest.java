package dev.lockkeeper.lab.openmldb;

import static dev.lockkeeper.lab.openmldb.ClusterAccess.await;
import static dev.lockkeeper.lab.openmldb.ClusterAccess.replicas;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.activities.openmldb.FollowerOffset;
import dev.lockkeeper.activities.openmldb.LoadedPartition;
import dev.lockkeeper.activities.openmldb.Nameserver;
import dev.lockkeeper.activities.openmldb.NsClient;
import dev.lockkeeper.activities.openmldb.Operation;
import dev.lockkeeper.activities.openmldb.Replica;
import dev.lockkeeper.activities.openmldb.ServerStatus;
import dev.lockkeeper.activities.openmldb.TabletServer;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.lab.host.CommandResult;
import dev.lockkeeper.lab.host.LabNetwork;
import dev.lockkeeper.lab.openmldb.OpenMldbData.Listed;
import dev.lockkeeper.workflows.model.FailureReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Release 0.6.2 by the activities' clients over real SSH: every command, and the traps. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenMldbClusterTest {
  private static final OpenMldbVersion RELEASE = OpenMldbVersion.V0_6_2;

  private LabNetwork network;
  private OpenMldbCluster cluster;
  private ClusterAccess access;
  private NsClient client;

  @BeforeAll
  void bringUp(@TempDir Path directory) throws Exception {
    OpenMldbRelease release = OpenMldbRelease.write(RELEASE, Pace.quick(), directory);
    network = LabNetwork.open(OpenMldbCluster.HOST_NAMES);
    cluster = OpenMldbCluster.install(network, release, Naming.ADDRESSES);
    cluster.start();
    access = new ClusterAccess(cluster);
    client = access.client("nameserver-1", RELEASE);
    client.setAutoFailover(false);
    cluster.data().createTable("orders", "flow", 2, 3);
    cluster.data().createTable("orders", "single", 1, 1);
  }

  /** Whatever a test left dead is brought back for the next one. */
  @AfterEach
  void recoverAll() throws Exception {
    cluster.letOperationsGo();
    if (everythingAlive()) {
      return;
    }
    access.awaitOperations(client);
    for (OpenMldbNode tablet : cluster.nodes(OpenMldbNode.Role.TABLET)) {
      client.recoverEndpoint(tablet.address());
    }
    access.awaitOperations(client);
  }

  @AfterAll
  void takeDown() {
    if (access != null) {
      access.close();
    }
    if (network != null) {
      network.close();
    }
  }

  @Test
  void theClusterIsSeenAsItIs() throws Exception {
    assertThat(client.showNameservers())
        .extracting(Nameserver::role)
        .containsExactly(Nameserver.Role.LEADER, Nameserver.Role.STANDBY);
    assertThat(client.showTablets())
        .hasSize(3)
        .allMatch(tablet -> tablet.state() == TabletServer.State.HEALTHY)
        .extracting(TabletServer::address)
        .contains(cluster.node("tablet-1").address());
    assertThat(client.showDatabases()).containsExactly("orders");
    assertThat(client.showTable("orders")).hasSize(7);
    assertThat(client.showTable("__INTERNAL_DB")).hasSize(2);
    assertThat(access.status("tablet-1")).isEqualTo(new ServerStatus.Running("0.6.2-lookalike"));
    assertThatThrownBy(() -> client.showTable("order"))
        .isInstanceOf(StepFailed.class)
        .hasMessageContaining("there is no database order");
  }

  @Test
  void offsetsGrowWithWritesAndFollowersFollow() throws Exception {
    Listed leader = listed("flow", 0).stream().filter(Listed::leader).findFirst().orElseThrow();
    Optional<Long> before = leaderRow(0).offset();

    for (int i = 0; i < 5; i++) {
      cluster.data().put(leader, "key" + i, "value" + i);
    }

    await(() -> leaderRow(0).offset().orElse(0L) == before.orElse(0L) + 5);
    String name = nodeAt(leader.endpoint());
    await(
        () ->
            access.tablet(name).followers(leader.tid(), 0).stream()
                .allMatch(one -> one.offset() == one.leaderOffset()));
    assertThat(access.tablet(name).followers(leader.tid(), 0))
        .hasSize(2)
        .extracting(FollowerOffset::follower)
        .doesNotContain(leader.endpoint());
    for (Listed replica : listed("flow", 0)) {
      assertThat(cluster.data().get(replica, "key4")).isEqualTo("value4");
    }
  }

  @Test
  void aChangeOfLeaderLeavesTheOldLeaderDeadUntilItIsRecovered() throws Exception {
    Replica old = leaderRow(1);

    client.changeLeader("orders", "flow", 1);
    access.awaitOperations(client);

    assertThat(client.showTable("orders"))
        .filteredOn(row -> row.table().equals("flow") && row.pid() == 1)
        .filteredOn(row -> row.role() == Replica.Role.LEADER)
        .hasSize(2)
        .filteredOn(Replica::alive)
        .hasSize(1);
    client.recoverEndpoint(old.endpoint());
    access.awaitOperations(client);
    assertThat(replicas(client, "orders", old.endpoint())).allMatch(Replica::alive);
    assertThat(leaderRow(1).endpoint()).isNotEqualTo(old.endpoint());
  }

  @Test
  void recoverRightAfterOfflineSaysOkAndRecoversNothing() throws Exception {
    String endpoint = cluster.node("tablet-3").address();
    cluster.holdOperations();

    client.offlineEndpoint(endpoint);
    client.recoverEndpoint(endpoint);

    cluster.letOperationsGo();
    access.awaitOperations(client);
    assertThat(replicas(client, "orders", endpoint))
        .filteredOn(row -> row.table().equals("flow"))
        .hasSize(2)
        .noneMatch(Replica::alive);

    client.recoverEndpointWithLeadership(endpoint);
    access.awaitOperations(client);
    assertThat(replicas(client, "orders", endpoint)).allMatch(Replica::alive);
  }

  @Test
  void afterARestartAllReplicasAreCalledAliveThoughTheMemoryIsEmpty() throws Exception {
    OpenMldbNode tablet = cluster.node("tablet-2");
    Listed replica =
        cluster.data().replicas("orders").stream()
            .filter(one -> one.endpoint().equals(tablet.address()))
            .findFirst()
            .orElseThrow();

    assertThat(cluster.control(tablet, "restart").output()).contains("Start tablet success");
    access.awaitHealthy(client, tablet.address());

    assertThat(replicas(client, "orders", tablet.address())).isNotEmpty().allMatch(Replica::alive);
    assertThat(access.loaded("tablet-2")).isEmpty();
    assertThatThrownBy(() -> cluster.data().get(replica, "key"))
        .isInstanceOf(IOException.class)
        .hasMessage("table is not found");

    client.offlineEndpoint(tablet.address());
    access.awaitOperations(client);
    client.recoverEndpoint(tablet.address());
    access.awaitOperations(client);
    assertThat(access.loaded("tablet-2"))
        .hasSameSizeAs(allReplicasOf(tablet))
        .allMatch(partition -> partition.state() == LoadedPartition.State.NORMAL);
    assertThat(cluster.data().get(replica, "no such key")).isEmpty();
  }

  @Test
  void aTabletStartedWithinItsOldSessionDiesAndTheScriptEndsWithStatusZero() throws Exception {
    OpenMldbNode tablet = cluster.node("tablet-1");
    assertThat(cluster.control(tablet, "stop").output()).contains("Stop tablet success");
    assertThat(access.status("tablet-1")).isInstanceOf(ServerStatus.NotListening.class);

    CommandResult early = cluster.control(tablet, "start");

    assertThat(early.exitStatus()).isZero();
    assertThat(early.output()).contains("Start tablet failed!");
    assertThat(tablet.host().run("cat", tablet.home() + "/logs/tablet.log").output())
        .contains("fail to register self with endpoint " + tablet.address() + ", err from zk -110");
    assertThat(cluster.control(tablet, "stop").output())
        .contains("no tablet to stop (could not find file ./bin/tablet.pid)")
        .contains("Stop tablet success");
    await(
        () ->
            client.showTablets().stream()
                .anyMatch(one -> one.state() == TabletServer.State.OFFLINE));
    assertThat(cluster.control(tablet, "start").output()).contains("Start tablet success");
    access.awaitHealthy(client, tablet.address());
    // Its memory is empty, so it is to be recovered after this test.
    client.offlineEndpoint(tablet.address());
    access.awaitOperations(client);
  }

  @Test
  void withAutoFailoverCommandsByHandAreRefusedAndTheClusterRecoversByItself() throws Exception {
    OpenMldbNode tablet = cluster.node("tablet-3");
    client.setAutoFailover(true);
    assertThatThrownBy(() -> client.offlineEndpoint(tablet.address()))
        .asInstanceOf(InstanceOfAssertFactories.type(StepFailed.class))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(FailureReason.REFUSED))
        .satisfies(e -> assertThat(e).hasMessageContaining("auto_failover is enabled"));

    cluster.control(tablet, "restart").orThrow();

    await(() -> access.loaded("tablet-3").size() == allReplicasOf(tablet).size());
    await(this::everythingAlive);
    client.setAutoFailover(false);
  }

  @Test
  void anotherLeaderForgetsWhatIsDoneAndKeepsWhatFailed() throws Exception {
    cluster.data().addFailedOperation("orders", "flow");
    client.offlineEndpoint(cluster.node("tablet-1").address());
    access.awaitOperations(client);
    assertThat(client.showOperations())
        .extracting(Operation::status)
        .contains(Operation.Status.DONE, Operation.Status.FAILED);
    OpenMldbNode leader = cluster.node(nodeAt(client.showNameservers().get(0).address()));

    cluster.control(leader, "stop").orThrow();

    // The dead leader's entry is asked until its session ends; the client is patient.
    assertThat(client.showOperations())
        .isNotEmpty()
        .allMatch(operation -> operation.status() == Operation.Status.FAILED);
    assertThat(client.autoFailover()).isFalse();
    cluster.control(leader, "start").orThrow();
    assertThat(client.showNameservers())
        .extracting(Nameserver::address)
        .last()
        .isEqualTo(leader.address());
  }

  private boolean everythingAlive() throws IOException {
    for (String database :
        List.of("orders", "__INTERNAL_DB", "__PRE_AGG_DB", "INFORMATION_SCHEMA")) {
      if (!cluster.data().replicas(database).stream().allMatch(Listed::alive)) {
        return false;
      }
    }
    return true;
  }

  private List<Replica> allReplicasOf(OpenMldbNode tablet) throws Exception {
    List<Replica> all = new ArrayList<>();
    for (String database : client.allDatabases()) {
      all.addAll(replicas(client, database, tablet.address()));
    }
    return all;
  }

  private Replica leaderRow(int pid) throws Exception {
    return client.showTable("orders").stream()
        .filter(row -> row.table().equals("flow") && row.pid() == pid)
        .filter(row -> row.role() == Replica.Role.LEADER && row.alive())
        .findFirst()
        .orElseThrow();
  }

  private List<Listed> listed(String table, int pid) throws IOException {
    return cluster.data().replicas("orders").stream()
        .filter(replica -> replica.table().equals(table) && replica.pid() == pid)
        .toList();
  }

  private String nodeAt(String address) {
    return cluster.nodes().stream()
        .filter(node -> node.address().equals(address))
        .findFirst()
        .orElseThrow()
        .name();
  }
}
