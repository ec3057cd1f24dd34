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
  void theBinariesSayWhichReleasesTheyTalkTo() {
    assertThat(cluster.run(cluster.node("query-1"), "databend-query", "--cmd", "ver").output())
        .isEqualTo("version: 1.2.680\nmin-compatible-metasrv-version: 1.2.259\n");
    assertThat(
            cluster
                .run(cluster.node("meta-1"), "databend-meta", "--single", "--cmd", "ver")
                .output())
        .isEqualTo(
            "version: 1.2.680\nmin-compatible-client-version: 1.2.288\ndata-version: V004(2024-11-11: WAL based raft-log)\n");
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

    cluster.kill(follower);
    for (int i = 0; i < 10; i++) {
      cluster.http().sql(query, "insert into caught values (1, 'a'), (2, 'b'), (3, 'c')");
    }
    cluster.start(follower);
    cluster.awaitReady();

    assertThat(cluster.http().json(follower, "/v1/cluster/status").get("state").asText())
        .isEqualTo("Follower");
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
  void dataOfV002MakesANewMetaPanic() {
    DatabendNode node = cluster.node("meta-1");
    String home = cluster.install(node, DatabendRelease.assemble("1.2.833", directory));
    String raft = node.host().home() + "/old-raft";
    String toml = node.host().home() + "/old.toml";
    node.host()
        .run("sh", "-c", "mkdir -p \"$1\" && printf '12345678V002' >\"$1/db\"", "old", raft)
        .orThrow();
    node.host()
        .write(
            toml,
            "[log.file]\ndir = \""
                + raft
                + "\"\n[raft_config]\nsingle = true\nraft_dir = \""
                + raft
                + "\"\n");

    CommandResult ended = node.host().run(home + "/bin/databend-meta", "-c", toml);

    assertThat(ended.exitStatus()).isEqualTo(101);
    assertThat(ended.error())
        .contains(
            "internal error: entered unreachable code: V002 is no longer supported, since 2025-07-01");
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

  /** The way that a plan takes: V002 stops at a release that converts it. */
  @Test
  void dataIsConvertedStepByStepOnTheWay() {
    DatabendNode node = cluster.node("query-3");
    String raft = node.host().home() + "/own-raft";
    String toml = node.host().home() + "/own.toml";
    node.host().write(toml, ownMeta(node, raft, 28100));

    startOnce(node, "1.2.527", toml);
    assertThat(node.host().run("sh", "-c", "test ! -e " + raft + "/df_meta/VERSION").succeeded())
        .isTrue();
    String converted = startOnce(node, "1.2.680", toml);
    String kept = startOnce(node, "1.2.833", toml);

    assertThat(converted)
        .contains(
            "Upgrade ondisk data if out of date: V002\n",
            "    From: V002(2023-07-22: Store snapshot in a file)\n",
            "    Finished upgrading: V003\n",
            "    Finished upgrading: V004\n",
            "Upgrade ondisk data finished: V004\n");
    assertThat(kept).doesNotContain("From: ").contains("Databend Metasrv started");
    assertThat(node.host().run("cat", raft + "/df_meta/VERSION").output())
        .isEqualTo("{\"version\":\"V004\"}");
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

  /** A pair of its own beside the cluster, on other ports. */
  @Test
  void aRunningQuerySaysThatItsMetaHasBecomeTooOld() {
    DatabendNode node = cluster.node("query-3");
    String place = node.host().home() + "/pair";
    String newQuery = cluster.install(node, DatabendRelease.assemble("1.2.768", directory));
    String newMeta = cluster.install(node, DatabendRelease.assemble("1.2.680", directory));
    String oldMeta = cluster.install(node, DatabendRelease.assemble("1.2.655", directory));
    node.host().run("mkdir", "-p", place).orThrow();
    node.host().write(place + "/meta.toml", ownMeta(node, place, 28200));
    node.host()
        .write(
            place + "/query.toml",
            """
            [query]
            admin_api_address = "%1$s:28205"
            metric_api_address = "%1$s:28206"
            http_handler_host = "%1$s"
            http_handler_port = 28207
            cluster_id = "pair"
            [log.file]
            dir = "%2$s"
            [meta]
            endpoints = ["%1$s:28201"]
            [lookalike]
            lease_ms = 600
            """
                .formatted(node.host().address(), place));

    String log =
        node.host()
            .run(
                "sh",
                "-c",
                """
                cd "$1" || exit 1
                await() {
                  for i in $(seq 400); do grep -qs "$1" "$2" && return; sleep 0.05; done
                  echo "no $1 in $2"
                }
                "$3/bin/databend-meta" -c meta.toml >new.out 2>&1 & meta=$!
                "$2/bin/databend-query" -c query.toml >query.out 2>&1 & query=$!
                await 'listened at' query.out
                kill $meta; wait $meta
                "$4/bin/databend-meta" -c meta.toml >old.out 2>&1 & meta=$!
                await 'protocol_version' query.out
                kill -9 $query $meta
                cat databend-query-pair.*
                """,
                "pair",
                place,
                newQuery,
                newMeta,
                oldMeta)
            .output();

    assertThat(log)
        .contains("Ready for connections")
        .contains(
            "server protocol_version((1, 2, 655)) < client required((1, 2, 677)) for feature watch/initial_flush");
  }

  /** The configuration of a databend-meta of its own, on three ports from the given one on. */
  private static String ownMeta(DatabendNode node, String place, int port) {
    return """
        admin_api_address = "%1$s:%3$d"
        grpc_api_address = "%1$s:%4$d"
        [log.file]
        dir = "%2$s"
        [raft_config]
        single = true
        raft_dir = "%2$s"
        raft_api_port = %5$d
        raft_listen_host = "%1$s"
        raft_advertise_host = "%1$s"
        heartbeat_interval = 50
        """
        .formatted(node.host().address(), place, port, port + 1, port + 2);
  }

  private void change(DatabendNode node, DatabendRelease release) {
    cluster.install(node, release);
    cluster.stop(node);
    cluster.use(node, release.version());
    cluster.start(node);
  }

  /**
   * Starts a databend-meta of its own, waits until it has started, stops it, and gives its output.
   */
  private String startOnce(DatabendNode node, String version, String toml) {
    String home = cluster.install(node, DatabendRelease.assemble(version, directory));
    return node.host()
        .run(
            "sh",
            "-c",
            """
            "$1/bin/databend-meta" -c "$2" >"$2.out" 2>&1 &
            pid=$!
            for i in $(seq 200); do
              grep -q 'Databend Metasrv started' "$2.out" && break
              sleep 0.05
            done
            kill $pid
            wait $pid
            cat "$2.out"
            """,
            "once",
            home,
            toml)
        .orThrow()
        .output();
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
