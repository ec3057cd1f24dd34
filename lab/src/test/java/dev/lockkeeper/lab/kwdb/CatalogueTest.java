package dev.lockkeeper.lab.kwdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.activities.kwdb.KwdbCatalogue;
import dev.lockkeeper.activities.kwdb.KwdbScripts;
import dev.lockkeeper.activities.kwdb.NodeLiveness;
import dev.lockkeeper.activities.kwdb.RangeSpread;
import dev.lockkeeper.activities.kwdb.ReplicaHealth;
import dev.lockkeeper.activities.kwdb.RunningJob;
import dev.lockkeeper.activities.sql.SqlProfile;
import dev.lockkeeper.activities.sql.SqlSession;
import dev.lockkeeper.activities.ssh.SecretSource;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.lab.kwdb.KwdbCluster.PackageKind;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.JobResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The catalogue over JDBC and TLS; the answers come from a real PostgreSQL. */
@EnabledIf("dev.lockkeeper.lab.host.NamespaceNetwork#isPossible")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CatalogueTest {
  private KwdbFixture kwdb;
  private SqlProfile root;
  @TempDir private Path directory;

  @BeforeAll
  void open() {
    kwdb =
        KwdbFixture.open(
            KwdbPlan.of(KwdbTopology.MULTI_REPLICA, KwdbVersion.V3_0_0)
                .with(KwdbPlan.Security.TLS));
    Path certs = kwdb.cluster().certificates();
    root =
        new SqlProfile(
            "root-certificate",
            "root",
            null,
            new SqlProfile.Certificates(
                certs.resolve("ca.crt"),
                certs.resolve("client.root.crt"),
                certs.resolve("client.root.pk8")));
  }

  @AfterAll
  void close() {
    kwdb.close();
  }

  @Test
  void aHealthyClusterHasRangesAndNothingMissing() throws Exception {
    try (SqlSession session = kwdb.sql(kwdb.node(1), root)) {
      KwdbCatalogue catalogue = new KwdbCatalogue(session);

      assertThat(catalogue.replicaHealth()).isEqualTo(new ReplicaHealth(3, 30, 0, 0));
      assertThat(catalogue.replicaHealth().problems()).isEmpty();
      assertThat(catalogue.nodes()).hasSize(3).allMatch(NodeLiveness::serves);
      assertThat(catalogue.nodes())
          .extracting(NodeLiveness::address)
          .containsExactlyElementsOf(
              kwdb.cluster().nodes().stream().map(n -> n.host().address() + ":26257").toList());
      assertThat(catalogue.internalVersion()).isEqualTo("20.1-3");
    }
  }

  @Test
  void replicasAndLeaseholdersAreSpreadEvenly() throws Exception {
    try (SqlSession session = kwdb.sql(kwdb.node(2), root)) {
      RangeSpread spread = new KwdbCatalogue(session).rangeSpread();

      assertThat(spread.replicas()).isEqualTo(Map.of(1L, 30L, 2L, 30L, 3L, 30L));
      assertThat(spread.leaseholders()).isEqualTo(Map.of(1L, 10L, 2L, 10L, 3L, 10L));
      assertThat(spread.lostWithout(1, List.of(1L, 2L, 3L))).isZero();
      assertThat(spread.lostWithout(1, List.of(1L, 2L))).isEqualTo(30);
    }
  }

  @Test
  void aStoppedNodeIsSeenInTheReplicasAndTheLivenessOfTheOthers() throws Exception {
    kwdb.cluster().root(kwdb.node(3), "systemctl", "stop", "kaiwudb").orThrow();
    try {
      ReplicaHealth one =
          kwdb.awaitCatalogue(
              kwdb.node(1),
              root,
              KwdbCatalogue::replicaHealth,
              health -> health.underReplicated() == 30);
      assertThat(one.problems()).contains("30 ranges are under-replicated");
      assertThat(one.unavailable()).isZero();
      assertThat(
              kwdb.awaitCatalogue(kwdb.node(1), root, KwdbCatalogue::nodes, n -> !n.get(2).live()))
          .extracting(NodeLiveness::serves)
          .containsExactly(true, true, false);

      kwdb.cluster().root(kwdb.node(2), "systemctl", "stop", "kaiwudb").orThrow();
      assertThat(
              kwdb.awaitCatalogue(
                      kwdb.node(1),
                      root,
                      KwdbCatalogue::replicaHealth,
                      health -> health.unavailable() == 30)
                  .problems())
          .contains("30 ranges are unavailable");
      assertThatThrownBy(() -> kwdb.sql(kwdb.node(2), root))
          .isInstanceOfSatisfying(
              StepFailed.class, e -> assertThat(e.reason()).isEqualTo(FailureReason.UNREACHABLE));
    } finally {
      kwdb.cluster().restore(kwdb.node(2));
      kwdb.cluster().restore(kwdb.node(3));
      kwdb.cluster().awaitReady();
    }
  }

  @Test
  void runningJobsAreTold() throws Exception {
    kwdb.cluster()
        .sql(
            """
            INSERT INTO kwdb_internal.jobs (job_id, job_type, description, status) VALUES
              (7, 'IMPORT', 'IMPORT INTO readings', 'running'),
              (8, 'SCHEMA CHANGE', 'ALTER TABLE readings', 'succeeded'),
              (9, 'SCHEMA CHANGE GC', NULL, 'running')
            """);
    try (SqlSession session = kwdb.sql(kwdb.node(1), root)) {
      List<RunningJob> jobs = new KwdbCatalogue(session).runningJobs();

      assertThat(jobs).extracting(RunningJob::id).containsExactly(7L, 9L);
      assertThat(jobs).extracting(RunningJob::blocksUpgrade).containsExactly(true, false);
    } finally {
      kwdb.cluster().sql("DELETE FROM kwdb_internal.jobs");
    }
  }

  @Test
  void aPasswordIsReadFromItsFileAndNeverTold() throws Exception {
    try (SqlSession session = kwdb.sql(kwdb.node(1), ann("correct horse"))) {
      long one = session.single("SELECT 1 AS one", row -> row.number("one"));
      assertThat(one).isEqualTo(1);
    }
    assertThatThrownBy(() -> kwdb.sql(kwdb.node(1), ann("wrong battery")))
        .isInstanceOfSatisfying(
            StepFailed.class, e -> assertThat(e.reason()).isEqualTo(FailureReason.REFUSED))
        .hasMessageContaining("credential profile 'ann'")
        .hasMessageNotContaining("battery");
    SqlProfile nowhere =
        new SqlProfile(
            "nowhere",
            "ann",
            new SecretSource.FromFile(directory.resolve("absent")),
            root.certificates());
    assertThatThrownBy(() -> kwdb.sql(kwdb.node(1), nowhere))
        .hasMessageContaining("its password is missing");
  }

  @Test
  void aServerOfAnotherAuthorityIsRefusedAndSoIsPlainText() throws Exception {
    Path other = Files.createDirectory(directory.resolve("other"));
    kwdb.makeCertificates(other);
    SqlProfile stranger =
        new SqlProfile(
            "stranger",
            "root",
            null,
            new SqlProfile.Certificates(
                other.resolve("ca.crt"),
                other.resolve("client.root.crt"),
                other.resolve("client.root.pk8")));

    for (SqlProfile profile : List.of(stranger, KwdbFixture.ROOT)) {
      assertThatThrownBy(() -> kwdb.sql(kwdb.node(1), profile))
          .isInstanceOfSatisfying(
              StepFailed.class, e -> assertThat(e.reason()).isEqualTo(FailureReason.REFUSED));
    }
  }

  @Test
  void questionsAreLimitedInTimeAndMistakesNameTheirColumn() throws Exception {
    try (SqlSession session = kwdb.sql(kwdb.node(1), root)) {
      assertThatThrownBy(() -> session.query("SELECT pg_sleep(60)", row -> row))
          .isInstanceOfSatisfying(
              StepFailed.class, e -> assertThat(e.reason()).isEqualTo(FailureReason.TIMEOUT));
      assertThatThrownBy(() -> session.query("SELECT * FROM absent", row -> row))
          .isInstanceOfSatisfying(
              StepFailed.class,
              e -> assertThat(e.reason()).isEqualTo(FailureReason.FAILED_COMMAND));
      assertThatThrownBy(() -> session.query("SELECT 1.5 AS n", row -> row.number("n")))
          .hasMessageContaining("column n");
    }
  }

  @Test
  void aSecureNodeIsAskedAsTheUserWhoHasTheKeys() throws Exception {
    KwdbNode node = kwdb.node(2);
    String deploy = kwdb.cluster().stage(node, KwdbVersion.V3_1_0, PackageKind.BARE);
    try {
      JobResult result = kwdb.job(node, KwdbScripts.rolling(kwdb.change(deploy)));

      assertThat(result.exit()).as(result.output()).isZero();
      assertThat(result.mark("rejoined")).isPresent();
    } finally {
      kwdb.cluster().restore(node);
      kwdb.cluster().awaitReady();
    }
  }

  private SqlProfile ann(String password) throws Exception {
    Path file = Files.writeString(directory.resolve("password"), password + "\n");
    SqlProfile.Certificates trust =
        new SqlProfile.Certificates(kwdb.cluster().certificates().resolve("ca.crt"), null, null);
    return new SqlProfile("ann", "ann", new SecretSource.FromFile(file), trust);
  }
}
