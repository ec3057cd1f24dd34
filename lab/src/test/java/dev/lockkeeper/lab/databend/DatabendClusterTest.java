package dev.lockkeeper.lab.databend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.lab.databend.DatabendNode.Role;
import dev.lockkeeper.lab.host.CommandResult;
import dev.lockkeeper.lab.host.LabNetwork;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The look-alike does to an upgrade what Databend does: one cluster of it on real hosts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabendClusterTest {
  private Path directory;
  private LabNetwork network;
  private DatabendCluster cluster;

  @BeforeAll
  void start(@TempDir Path given) {
    directory = given;
    network = LabNetwork.open(DatabendCluster.HOST_NAMES);
    cluster = DatabendCluster.install(network, DatabendRelease.assemble("1.2.680", directory));
    cluster.start();
  }

  @AfterAll
  void end() {
    network.close();
  }

  /** Every test leaves the cluster as it was. */
  @AfterEach
  void whole() {
    cluster.awaitReady();
  }

  @Test
  void threeVotersKnowOneLeaderAndEveryQuerySeesAllQueries() throws IOException {
    cluster.awaitReady();

    DatabendNode leader = cluster.leader().orElseThrow();
    JsonNode status = cluster.http().json(leader, "/v1/cluster/status");
    assertThat(status.get("state").asText()).isEqualTo("Leader");
    assertThat(status.get("voters")).hasSize(3);
    assertThat(status.get("data_version").asText()).isEqualTo("V004");
    assertThat(status.get("binary_version").asText()).startsWith("v1.2.680-").contains("-simd(");
    assertThat(status.get("replication")).hasSize(3);
    assertThat(cluster.http().json(leader, "/v1/cluster/nodes")).hasSize(3);
    assertThat(cluster.http().get(leader, "/v1/metrics").body())
        .contains("metasrv_server_is_leader 1\n");
    assertThat(cluster.nodes())
        .allSatisfy(node -> assertThat(cluster.runningVersion(node)).contains("1.2.680"));
    JsonNode rows =
        cluster
            .http()
            .sql(
                cluster.node("query-2"),
                "SELECT name, cluster, host, port, version FROM system.clusters");
    assertThat(rows).hasSize(3);
    assertThat(rows.get(0).get(1).asText()).isEqualTo("lab");
    assertThat(rows.get(0).get(4).asText()).startsWith("v1.2.680-ab08029eb9(rust-");
    assertThat(cluster.http().json(cluster.node("query-1"), "/v1/cluster/list")).hasSize(3);
  }

  @Test
  void metactlShowsTheStateMovesTheLeaderAndExports() throws IOException {
    cluster.awaitReady();
    DatabendNode leader = cluster.leader().orElseThrow();
    DatabendNode follower =
        cluster.nodes(Role.META).stream()
            .filter(node -> node.id() != leader.id())
            .findFirst()
            .orElseThrow();

    HttpResponse<String> refused =
        cluster.http().get(follower, "/v1/ctrl/trigger_transfer_leader?to=" + follower.id());
    CommandResult moved =
        cluster.run(
            follower,
            "databend-metactl",
            "transfer-leader",
            "--to",
            Integer.toString(follower.id()),
            "--admin-api-address",
            leader.admin());

    assertThat(refused.statusCode()).isEqualTo(404);
    assertThat(refused.body())
        .startsWith("This node is not leader, can not transfer leadership;\nid=" + follower.id())
        .contains("current_leader=Some(" + leader.id() + ")");
    assertThat(moved.orThrow().output())
        .startsWith(
            "triggered leader transfer from " + leader.id() + " to " + follower.id() + ".\n");
    await(() -> cluster.leader().filter(follower::equals).isPresent());
    CommandResult status =
        cluster.run(
            follower, "databend-metactl", "status", "--grpc-api-address", follower.client());
    assertThat(status.orThrow().output())
        .startsWith("BinaryVersion: v1.2.680-")
        .contains("\nState: Leader\n", "\nVoters:\n  - id=1 raft=");
    CommandResult export =
        cluster.run(follower, "databend-metactl", "export", "--grpc-api-address", leader.client());
    assertThat(export.orThrow().output())
        .startsWith(
            "[\"header\",{\"DataHeader\":{\"key\":\"header\",\"value\":{\"version\":\"V004\"}}}]\n");
  }

  @Test
  void aKilledFollowerCatchesUpWhatWasWrittenWithoutIt() throws IOException {
    cluster.awaitReady();
    DatabendNode query = cluster.node("query-1");
    DatabendNode leader = cluster.leader().orElseThrow();
    DatabendNode follower =
        cluster.nodes(Role.META).stream()
            .filter(node -> node.id() != leader.id())
            .findFirst()
            .orElseThrow();
    cluster.http().sql(query, "create or replace table caught (id int, name varchar)");
    long term = cluster.http().json(leader, "/v1/cluster/status").get("current_term").asLong();

    cluster.kill(follower);
    for (int i = 0; i < 10; i++) {
      cluster.http().sql(query, "insert into caught values (1, 'a'), (2, 'b'), (3, 'c')");
    }
    cluster.start(follower);
    cluster.awaitReady();

    JsonNode status = cluster.http().json(follower, "/v1/cluster/status");
    assertThat(status.get("state").asText()).isEqualTo("Follower");
    assertThat(status.get("leader").get("name").asText()).isEqualTo(Integer.toString(leader.id()));
    assertThat(status.get("current_term").asLong()).isEqualTo(term);
    assertThat(
            cluster.http().sql(cluster.node("query-3"), "select count(*) from caught").toString())
        .isEqualTo("[[\"30\"]]");
  }

  @Test
  void withoutAMajorityNothingCanBeWritten() throws IOException {
    cluster.awaitReady();
    DatabendNode query = cluster.node("query-1");
    cluster.http().sql(query, "create or replace table lost (id int)");
    List<DatabendNode> two =
        cluster.nodes(Role.META).stream()
            .filter(node -> !cluster.leader().orElseThrow().equals(node))
            .toList();

    two.forEach(cluster::kill);

    assertThatThrownBy(() -> cluster.http().sql(query, "insert into lost values (1)"))
        .isInstanceOf(IOException.class);
    two.forEach(cluster::start);
  }

  @Test
  void aQueryThatNeedsANewerMetaExitsAtItsHandshake() {
    cluster.awaitReady();
    DatabendNode node = cluster.node("query-1");
    String home = cluster.install(node, DatabendRelease.assemble("1.2.833", directory));

    CommandResult ended = node.host().run(home + "/bin/databend-query", "-c", node.configuration());

    assertThat(ended.exitStatus()).isEqualTo(209);
    assertThat(ended.error())
        .contains(
            "Databend Query start failure, cause: MetaServiceError. Code: 2001, Text = HandshakeError with databend-meta: Invalid:"
                + " server protocol_version((1, 2, 680)) < client required((1, 2, 770)) for feature watch/initial_flush");
  }

  @Test
  void aQueryThatIsTooOldForItsMetaExitsAtItsHandshake() {
    cluster.awaitReady();
    DatabendNode node = cluster.node("query-1");
    String home = cluster.install(node, DatabendRelease.assemble("1.2.287", directory));

    CommandResult ended = node.host().run(home + "/bin/databend-query", "-c", node.configuration());

    assertThat(ended.exitStatus()).isEqualTo(209);
    assertThat(ended.error())
        .contains(
            "InvalidArgument",
            "meta-client protocol_version(1.2.287) < metasrv min-compatible(1.2.288)");
  }

  @Test
  void aStoppedQueryLetsItsStatementEndAndLeavesTheClusterAndAKilledOneLeavesAGhost()
      throws Exception {
    cluster.awaitReady();
    DatabendNode first = cluster.node("query-1");
    DatabendNode second = cluster.node("query-2");
    CompletableFuture<JsonNode> slow =
        CompletableFuture.supplyAsync(() -> quietly(second, "select sleep(1)"));
    await(() -> quietlyJson(second, "/v1/status").get("running_queries_count").asInt() == 1);

    cluster.stop(second);

    assertThat(slow.get().toString()).isEqualTo("[[\"0\"]]");
    assertThat(cluster.http().sql(first, "select name from system.clusters")).hasSize(2);
    cluster.start(second);
    cluster.awaitReady();

    cluster.kill(second);
    assertThat(cluster.http().sql(first, "select name from system.clusters")).hasSize(3);
    await(() -> quietly(first, "select name from system.clusters").size() == 2);
    cluster.start(second);
  }

  @Test
  void aMetaThatIsTooNewForTheOthersDoesNotTakePart() {
    cluster.awaitReady();
    DatabendNode node =
        cluster.nodes(Role.META).stream()
            .filter(meta -> !cluster.leader().orElseThrow().equals(meta))
            .findFirst()
            .orElseThrow();
    change(node, DatabendRelease.assemble("1.2.930", directory));

    await(
        () ->
            node.host()
                .run("sh", "-c", "grep -h Incompatible " + node.logs() + "/*")
                .output()
                .contains("databend-meta 1.2.930 and 1.2.680 cannot be in one cluster"));
    assertThat(quietlyJson(node, "/v1/cluster/status").get("leader").isNull()).isTrue();
    change(node, DatabendRelease.assemble("1.2.680", directory));
  }

  private void change(DatabendNode node, DatabendRelease release) {
    cluster.install(node, release);
    cluster.stop(node);
    cluster.use(node, release.version());
    cluster.start(node);
  }

  private JsonNode quietly(DatabendNode node, String sql) {
    try {
      return cluster.http().sql(node, sql);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private JsonNode quietlyJson(DatabendNode node, String path) {
    try {
      return cluster.http().json(node, path);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for 20 s").isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}
