package dev.lockkeeper.lab.databend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.lab.host.CommandResult;
import dev.lockkeeper.lab.host.LabHost;
import dev.lockkeeper.lab.host.LabNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The programs of the look-alike by themselves, on one host. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabendProgramsTest {
  private Path directory;
  private LabNetwork network;
  private LabHost host;

  @BeforeAll
  void open(@TempDir Path given) {
    directory = given;
    network = LabNetwork.open(List.of("single"));
    host = network.host("single");
  }

  @AfterAll
  void close() {
    network.close();
  }

  @Test
  void theBinariesSayWhichReleasesTheyTalkTo() {
    String home = install("1.2.680");

    assertThat(host.run(home + "/bin/databend-query", "--cmd", "ver").orThrow().output())
        .isEqualTo("version: 1.2.680\nmin-compatible-metasrv-version: 1.2.259\n");
    assertThat(host.run(home + "/bin/databend-meta", "--single", "--cmd", "ver").orThrow().output())
        .isEqualTo(
            "version: 1.2.680\nmin-compatible-client-version: 1.2.288\ndata-version: V004(2024-11-11: WAL based raft-log)\n");
  }

  @Test
  void dataOfV002MakesANewMetaPanic() {
    String home = install("1.2.833");
    String raft = host.home() + "/old-raft";
    String toml = host.home() + "/old.toml";
    host.run("sh", "-c", "mkdir -p \"$1\" && printf '12345678V002' >\"$1/db\"", "old", raft)
        .orThrow();
    host.write(
        toml,
        "[log.file]\ndir = \""
            + raft
            + "\"\n[raft_config]\nsingle = true\nraft_dir = \""
            + raft
            + "\"\n");

    CommandResult ended = host.run(home + "/bin/databend-meta", "-c", toml);

    assertThat(ended.exitStatus()).isEqualTo(101);
    assertThat(ended.error())
        .contains(
            "internal error: entered unreachable code: V002 is no longer supported, since 2025-07-01");
  }

  /** The way that a plan takes: V002 stops at a release that converts it. */
  @Test
  void dataIsConvertedStepByStepOnTheWay() {
    String raft = host.home() + "/own-raft";
    String toml = host.home() + "/own.toml";
    host.write(toml, ownMeta(raft, 28100));

    startOnce("1.2.527", toml);
    assertThat(host.run("sh", "-c", "test ! -e " + raft + "/df_meta/VERSION").succeeded()).isTrue();
    String converted = startOnce("1.2.680", toml);
    String kept = startOnce("1.2.833", toml);

    assertThat(converted)
        .contains(
            "Upgrade ondisk data if out of date: V002\n",
            "    From: V002(2023-07-22: Store snapshot in a file)\n",
            "    Finished upgrading: V003\n",
            "    Finished upgrading: V004\n",
            "Upgrade ondisk data finished: V004\n");
    assertThat(kept).doesNotContain("From: ").contains("Databend Metasrv started");
    assertThat(host.run("cat", raft + "/df_meta/VERSION").output())
        .isEqualTo("{\"version\":\"V004\"}");
  }

  /** A pair of its own beside the cluster, on other ports. */
  @Test
  void aRunningQuerySaysThatItsMetaHasBecomeTooOld() {
    String place = host.home() + "/pair";
    String newQuery = install("1.2.768");
    String newMeta = install("1.2.680");
    String oldMeta = install("1.2.655");
    host.run("mkdir", "-p", place).orThrow();
    host.write(place + "/meta.toml", ownMeta(place, 28200));
    host.write(
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
            .formatted(host.address(), place));

    String log =
        host.run(
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
  private String ownMeta(String place, int port) {
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
        .formatted(host.address(), place, port, port + 1, port + 2);
  }

  /**
   * Starts a databend-meta of its own, waits until it has started, stops it, and gives its output.
   */
  private String startOnce(String version, String toml) {
    String home = install(version);
    return host.run(
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

  /** Unpacks a release on the host and gives its home. */
  private String install(String version) {
    DatabendRelease release = DatabendRelease.assemble(version, directory);
    String home = host.path("/opt") + "/databend-" + version;
    Path shared = network.sharedOnMachine().resolve(release.archive().getFileName());
    try {
      if (!Files.exists(shared)) {
        Files.copy(release.archive(), shared);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    host.run("mkdir", "-p", home).orThrow();
    host.run("tar", "-xzf", network.sharedDirectory() + "/" + shared.getFileName(), "-C", home)
        .orThrow();
    return home;
  }
}
