package dev.lockkeeper.lab.kwdb;

import static dev.lockkeeper.lab.kwdb.KwdbActivities.refusal;
import static dev.lockkeeper.lab.kwdb.KwdbActivities.target;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.activities.sql.SqlProfile;
import dev.lockkeeper.lab.kwdb.KwdbCluster.PackageKind;
import dev.lockkeeper.workflows.kwdb.Comeback;
import dev.lockkeeper.workflows.kwdb.KwdbMethod;
import dev.lockkeeper.workflows.kwdb.KwdbNodes;
import dev.lockkeeper.workflows.kwdb.KwdbRequest;
import dev.lockkeeper.workflows.kwdb.KwdbSettings;
import dev.lockkeeper.workflows.kwdb.KwdbView;
import dev.lockkeeper.workflows.kwdb.NodeInspection;
import dev.lockkeeper.workflows.kwdb.ServerChange;
import dev.lockkeeper.workflows.kwdb.ServerChange.Action;
import dev.lockkeeper.workflows.kwdb.SqlRoute;
import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.Release;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * A secure multi-replica cluster of 3.0.0, and what each activity says when something is not as it
 * should be: a straightforward script would go on.
 */
@EnabledIf("dev.lockkeeper.lab.host.NamespaceNetwork#isPossible")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KwdbTrapsTest {
  private static final Duration SETTLE = Duration.ofMillis(600);
  private static final Duration ENOUGH = Duration.ofSeconds(40);
  private static final AtomicInteger ATTEMPTS = new AtomicInteger();
  private static final Release RELEASE =
      new Release("3.1.0", null, "/srv/absent.tar.gz", "0".repeat(64));

  private KwdbFixture kwdb;
  private KwdbActivities activities;
  private KwdbNodes nodes;
  private KwdbNode node;
  private KwdbView view;

  @BeforeAll
  void open() {
    kwdb =
        KwdbFixture.open(
            KwdbPlan.of(KwdbTopology.MULTI_REPLICA, KwdbVersion.V3_0_0)
                .with(KwdbPlan.Security.TLS));
    node = kwdb.node(2);
    SqlProfile root =
        new SqlProfile(
            "root",
            "root",
            null,
            new SqlProfile.Certificates(
                kwdb.cluster().certificates().resolve("ca.crt"),
                kwdb.cluster().certificates().resolve("client.root.crt"),
                kwdb.cluster().certificates().resolve("client.root.pk8")));
    activities = new KwdbActivities(kwdb, root);
    nodes = activities.nodes();
    List<KwdbView.Member> members =
        kwdb.cluster().nodes().stream()
            .map(
                one ->
                    new KwdbView.Member(
                        target(one),
                        one.host().address(),
                        KwdbNode.PORT,
                        "kaiwudb",
                        "/usr/local/kaiwudb/bin/kwbase",
                        "",
                        kwdb.cluster().securityOption()))
            .toList();
    view = new KwdbView(members, "root", SqlRoute.TUNNEL);
  }

  @AfterAll
  void close() {
    if (activities != null) {
      activities.close();
    }
    kwdb.close();
  }

  @Test
  void aHealthyClusterIsSeenAsSuchOverJdbcAndKwbase() throws Exception {
    Evidence look = nodes.look(view, SETTLE);
    assertThat(look.bad()).isEmpty();
    assertThat(look.facts())
        .anyMatch(fact -> fact.name().equals("replicas") && fact.value().startsWith("30 ranges"))
        .anyMatch(
            fact ->
                fact.name().equals("spread") && fact.value().contains("[node 1: 10, node 2: 10"));
    assertThat(nodes.safeToStop(view, node.host().address(), SETTLE).bad()).isEmpty();

    NodeInspection inspection = inspect();
    assertThat(inspection.problems()).isEmpty();
    assertThat(inspection.method()).isEqualTo(KwdbMethod.ROLLING);
    assertThat(inspection.version()).isEqualTo("3.0.0");
    // Nodes that 3.0.x installed have none, before or after an upgrade.
    assertThat(inspection.notes()).contains("there is no kw-status; kwbase node status is used");
  }

  @Test
  void aRangeThatIsUnderReplicatedKeepsEveryNodeRunning() {
    kwdb.cluster()
        .sql("INSERT INTO lab.ranges VALUES (900, 'orders', 'readings', '{1,2,4}', NULL)");
    try {
      Evidence evidence = nodes.safeToStop(view, node.host().address(), Duration.ofSeconds(2));
      assertThat(evidence.objections())
          .contains("1 ranges are under-replicated", "without it: 1 ranges would have no quorum");
      assertThat(
              refusal(
                  FailureReason.UNHEALTHY,
                  () -> nodes.awaitWhole(view, SETTLE, Duration.ofMillis(1))))
          .contains("the cluster is not whole", "1 ranges are under-replicated");
    } finally {
      kwdb.cluster().sql("DELETE FROM lab.ranges WHERE range_id = 900");
      kwdb.cluster().awaitReady();
    }
  }

  @Test
  void runningJobsAndAnUnevenSpreadAreNamedLikeTheirWaivers() {
    kwdb.cluster()
        .sql(
            "INSERT INTO kwdb_internal.jobs (job_id, job_type, status) VALUES"
                + " (1, 'IMPORT', 'running'), (2, 'SCHEMA CHANGE GC', 'running');"
                + " INSERT INTO lab.ranges SELECT n, 'orders', 'many', '{1}', 1"
                + " FROM generate_series(1000, 1200) AS n");
    try {
      Evidence look = nodes.look(view, SETTLE);
      assertThat(look.bad())
          .extracting(fact -> fact.name())
          .containsExactlyInAnyOrder(KwdbRequest.JOBS, KwdbRequest.SPREAD);
      assertThat(look.objections()).contains("IMPORT 1 is running").doesNotContain("GC");
    } finally {
      kwdb.cluster()
          .sql("DELETE FROM lab.ranges WHERE range_id >= 1000; TRUNCATE kwdb_internal.jobs");
      kwdb.cluster().awaitReady();
    }
  }

  @Test
  void aNodeThatRejoinsButStaysUnavailableIsNotBack() {
    kwdb.cluster().sql("UPDATE lab.nodes SET upgrading = true WHERE node_id = 2");
    try {
      Comeback comeback =
          new Comeback("node-2", node.host().address(), "3.0.0", Duration.ofMillis(1));
      assertThat(refusal(FailureReason.UNHEALTHY, () -> nodes.awaitBack(view, comeback)))
          .contains("node-2 is not back on 3.0.0", "is_available false, is_live true");
      assertThat(nodes.safeToRetry(view, node.host().address()).safe()).isTrue();
      assertThat(nodes.safeToRetry(view, kwdb.node(1).host().address()).safe()).isFalse();
    } finally {
      kwdb.cluster().sql("UPDATE lab.nodes SET upgrading = false WHERE node_id = 2");
      kwdb.cluster().awaitReady();
    }
  }

  @Test
  void aDrainingNodeIsNotBackAlthoughItsStatusSaysAvailable() {
    kwdb.cluster().sql("UPDATE lab.nodes SET draining = true WHERE node_id = 2");
    try {
      Comeback comeback =
          new Comeback("node-2", node.host().address(), "3.0.0", Duration.ofMillis(1));
      assertThat(refusal(FailureReason.UNHEALTHY, () -> nodes.awaitBack(view, comeback)))
          .contains("is_available true", "the catalogue says that it drains");
    } finally {
      kwdb.cluster().sql("UPDATE lab.nodes SET draining = false WHERE node_id = 2");
      kwdb.cluster().awaitReady();
    }
  }

  @Test
  void aSudoThatAsksForAPasswordIsSeenBeforeAnythingStops() throws Exception {
    String rule = "/etc/sudoers.d/kwdb-lab";
    kwdb.cluster().root(node, "cp", rule, "/root/rule").orThrow();
    kwdb.cluster().root(node, "sed", "-i", "s/NOPASSWD: //", rule).orThrow();
    try {
      assertThat(inspect().problems())
          .anyMatch(problem -> problem.startsWith("sudo asks the login user for a password"));
    } finally {
      kwdb.cluster().root(node, "cp", "/root/rule", rule).orThrow();
    }
  }

  @Test
  void kwStatusIsAskedWhereItIs() throws Exception {
    kwdb.cluster()
        .root(
            node,
            "sh",
            "-c",
            "printf '\\n#!/bin/bash\\ntouch /tmp/kw-status-was-asked\\nsudo -n -u kaiwudb"
                + " /usr/local/kaiwudb/bin/kwbase node status --certs-dir=/etc/kaiwudb/certs"
                + " --host=127.0.0.1:26257\\n' > /usr/local/bin/kw-status && chmod 755"
                + " /usr/local/bin/kw-status")
        .orThrow();
    try {
      KwdbView only = new KwdbView(List.of(view.members().get(1)), "root", SqlRoute.TUNNEL);
      nodes.awaitBack(
          only, new Comeback("node-2", node.host().address(), "3.0.0", Duration.ofSeconds(10)));
      assertThat(kwdb.cluster().root(node, "ls", "/tmp").output()).contains("kw-status-was-asked");
    } finally {
      kwdb.cluster().root(node, "rm", "/usr/local/bin/kw-status").orThrow();
    }
  }

  @Test
  void theWrongPackageAndARunningServerAreRefused() throws Exception {
    String container = kwdb.cluster().stage(node, KwdbVersion.V3_1_0, PackageKind.CONTAINER);
    assertThat(refusal(FailureReason.REFUSED, () -> change(Action.CHECK, container, "", ENOUGH)))
        .contains("the node is bare and the package container; nothing was stopped");
    String bare = kwdb.cluster().stage(node, KwdbVersion.V3_1_0, PackageKind.BARE);
    assertThat(
            refusal(FailureReason.REFUSED, () -> change(Action.UPGRADE_STOPPED, bare, "", ENOUGH)))
        .contains("kaiwudb runs; nothing was upgraded");
  }

  @Test
  void afterAPackageToolThatFailedHalfWayTheOldPackageCanBeInstalledAgain() throws Exception {
    String deploy = kwdb.cluster().stage(node, KwdbVersion.V3_1_0, PackageKind.BARE);
    String previous = kwdb.cluster().stage(node, KwdbVersion.V3_0_0, PackageKind.BARE);
    node.begin(Lie.PACKAGE_TOOL_FAILS);
    try {
      assertThat(
              refusal(
                  FailureReason.FAILED_COMMAND,
                  () -> change(Action.ROLL, deploy, previous, ENOUGH)))
          .contains(
              "No space left on device",
              "there are no programs on the node now",
              "data, certificates and configuration were compared and are what they were before");
      node.end(Lie.PACKAGE_TOOL_FAILS);

      change(Action.RESTORE, deploy, previous, ENOUGH);

      Comeback comeback = new Comeback("node-2", node.host().address(), "3.0.0", ENOUGH);
      assertThat(nodes.awaitBack(view, comeback)).isEqualTo("3.0.0");
      assertThat(kwdb.cluster().root(node, "ls", "/var/lib/kaiwudb-backup").output())
          .contains("lab-node-2.older-");
    } finally {
      kwdb.cluster().restore(node);
      kwdb.cluster().awaitReady();
    }
  }

  @Test
  void aSuccessWithoutAChangeIsAFailureAndTheNodeServesAgain() throws Exception {
    String deploy = kwdb.cluster().stage(node, KwdbVersion.V3_1_0, PackageKind.BARE);
    node.begin(Lie.COMPLETED_WITHOUT_CHANGE);
    try {
      assertThat(
              refusal(FailureReason.FAILED_COMMAND, () -> change(Action.ROLL, deploy, "", ENOUGH)))
          .contains(
              "deploy.sh did not upgrade: exit status 0, said completed",
              "the server was started again with release 3.0.0");
    } finally {
      kwdb.cluster().restore(node);
      kwdb.cluster().awaitReady();
    }
  }

  @Test
  void theSettingIsWrittenAndReadInOneForm() {
    assertThat(nodes.readStoreDead(view)).isEqualTo("PT30M");
    assertThat(nodes.writeStoreDead(view, "PT3H")).isEqualTo("PT3H");
    assertThat(nodes.writeStoreDead(view, "PT30M")).isEqualTo("PT30M");
  }

  private NodeInspection inspect() throws Exception {
    ObjectNode request = KwdbRequest.sample();
    ((ObjectNode) request.get("kwdb")).put("method", "rolling");
    KwdbSettings settings = KwdbRequest.read(request).kwdb();
    return nodes.inspect(target(node), "lab", RELEASE, settings);
  }

  private void change(Action action, String deploy, String previous, Duration limit) {
    NodeInspection seen =
        new NodeInspection(
            node.name(),
            KwdbMethod.ROLLING,
            null,
            "3.0.0",
            node.host().address(),
            KwdbNode.PORT,
            "kaiwudb",
            kwdb.cluster().securityOption(),
            node.host().home(),
            deploy,
            "/var/lib/kaiwudb",
            List.of(),
            null,
            List.of(),
            List.of());
    nodes.changeServer(
        new JobName("lab", "run", "job", node.name(), ATTEMPTS.incrementAndGet()),
        target(node),
        new ServerChange(
            action,
            seen,
            "3.0.0",
            "3.1.0",
            "/usr/local/kaiwudb",
            "/var/lib/kaiwudb-backup/lab-node-2",
            previous,
            limit,
            limit,
            limit));
  }
}
