package dev.lockkeeper.workflows.fluss;

import static dev.lockkeeper.workflows.fluss.FlussRequests.fullStop;
import static dev.lockkeeper.workflows.fluss.FlussRequests.policy;
import static dev.lockkeeper.workflows.fluss.FlussRequests.request;
import static dev.lockkeeper.workflows.fluss.FlussRequests.version;
import static dev.lockkeeper.workflows.fluss.FlussRequests.waiver;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.workflows.HostSamples;
import dev.lockkeeper.workflows.InMemoryTemporal;
import dev.lockkeeper.workflows.InMemoryTemporal.SearchAttributes;
import dev.lockkeeper.workflows.Run;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.HostCheck;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What keeps an upgrade from starting: everything is said at once, and nothing is changed. */
class FlussPreflightTest {
  private FakeFlussNodes cluster = new FakeFlussNodes("0.7.0");
  private InMemoryTemporal temporal =
      InMemoryTemporal.withUpgrades(SearchAttributes.PRESENT, cluster);

  @AfterEach
  void close() {
    temporal.close();
  }

  private void clusterOf(String version) {
    temporal.close();
    cluster = new FakeFlussNodes(version);
    temporal = InMemoryTemporal.withUpgrades(SearchAttributes.PRESENT, cluster);
  }

  private UpgradeReport refused(ObjectNode request) {
    Run run = temporal.start(FlussUpgrade.TYPE, "upgrade-orders", request);
    UpgradeReport report = run.failedReport();
    assertThat(run.failed().getType()).isEqualTo("FAILED");
    assertThat(report.outcome()).isEqualTo(UpgradeState.FAILED);
    assertThat(report.reason()).startsWith("nothing was changed; ");
    assertThat(cluster.log())
        .noneMatch(line -> line.startsWith("stage ") || line.startsWith("configure "));
    assertThat(cluster.actions()).isEmpty();
    return report;
  }

  @Test
  void theProblemsOfAllNodesAreReportedAtOnce() {
    cluster.problem("tablet-1", "Java 8, but 0.9.1 needs Java 11");
    cluster.problem("tablet-1", "200 MB free in /opt, but 400 MB are needed");
    cluster.problem("coordinator-1", "sudo asks for a password");

    assertThat(refused(request()).reason())
        .isEqualTo(
            """
            nothing was changed; 3 of the preflight's checks failed:
            - tablet-1: Java 8, but 0.9.1 needs Java 11
            - tablet-1: 200 MB free in /opt, but 400 MB are needed
            - coordinator-1: sudo asks for a password""");
  }

  @Test
  void whatIsWrongWithTwoHostsIsReportedAtOnceWithEverythingElse() {
    cluster.host("tablet-1", HostSamples.clock(60_000, 50));
    cluster.host("tablet-2", HostSamples.inodes(7));
    cluster.problem("tablet-2", "Java 8, but 0.9.1 needs Java 11");
    cluster.host("tablet-3", HostSamples.clock(2_000, 50));

    UpgradeReport report = refused(request());

    assertThat(report.reason())
        .isEqualTo(
            """
            nothing was changed; 3 of the preflight's checks failed:
            - clock: tablet-1: its clock is 60.0 s ahead of the worker's (± 0.1 s); set the clock of the one that is wrong (NTP)
            - tablet-2: Java 8, but 0.9.1 needs Java 11
            - inodes: tablet-2: the login directory takes only 7 more files, fewer than 5000; remove some (df -i counts them)""");
    assertThat(report.warnings())
        .contains("tablet-3: its clock is 2.0 s ahead of the worker's (± 0.1 s)");
  }

  @Test
  void aHostsProblemCanBeWaivedForTheNodeAndNoOther() {
    cluster.host("tablet-1", HostSamples.clock(60_000, 50));
    cluster.host("tablet-2", HostSamples.clock(60_000, 50));

    assertThat(refused(request(waiver(HostCheck.CLOCK, "tablet-1"))).reason())
        .startsWith(
            "nothing was changed; 1 of the preflight's checks failed:\n- clock: tablet-2: ");
  }

  @Test
  void whateverCannotBeLookedAtIsAProblemToo() {
    cluster.fail("examine", "release", FailureReason.INVALID, "the archive is not there");
    cluster.fail("inspect", "tablet-2", FailureReason.REFUSED, "the host key has changed");
    cluster.fail("health", "cluster", FailureReason.UNREACHABLE, "ZooKeeper is silent");

    assertThat(refused(request()).reason())
        .isEqualTo(
            """
            nothing was changed; 3 of the preflight's checks failed:
            - the archive is not there
            - tablet-2: the host key has changed
            - ZooKeeper is silent""");
  }

  @Test
  void rolling06To07IsRefusedWithTheReasonAndTheWayOut() {
    clusterOf("0.6.0");

    assertThat(refused(request(version("0.7.0"))).reason())
        .contains("version-pair: 0.6.0 to 0.7.0 (rolling): ", "fluss.method: full-stop");
  }

  @Test
  void aWaiverForOneNodeDoesNotWaiveWhatConcernsTheCluster() {
    clusterOf("0.6.0");
    ObjectNode request = request(version("0.7.0").andThen(waiver("version-pair")));
    ((ObjectNode) request.withArray("waivers").get(0)).put("node", "tablet-1");

    assertThat(refused(request).reason()).contains("version-pair: ");
  }

  @Test
  void severalOldReleasesAreRefused() {
    cluster.runs("tablet-3", "0.8.0");

    assertThat(refused(request()).reason())
        .contains("the nodes run several releases: [0.7.0, 0.8.0]; bring them to one first");
  }

  @Test
  void anOlderTargetIsRefused() {
    clusterOf("0.9.1-incubating");

    assertThat(refused(request(version("0.7.0"))).reason())
        .contains("0.7.0 is older than 0.9.1-incubating");
  }

  @Test
  void aServerOfAnUnreadableVersionIsAProblemAndNotADefect() {
    cluster.runs("tablet-2", "unknown");

    assertThat(refused(request()).reason())
        .contains("tablet-2: runs unknown, which is no known version");
  }

  @Test
  void aNodeWithoutAServerIsAProblemEvenIfTheInspectionDoesNotSaySo() {
    cluster.isDown("tablet-2");

    assertThat(refused(request()).reason())
        .contains("tablet-2: no tablet-server runs there; start it first");
  }

  @Test
  void anUnhealthyClusterIsRefused() {
    cluster.badLook("replicas", "3 of 12 buckets out of sync");

    assertThat(refused(request()).reason()).contains("replicas: 3 of 12 buckets out of sync");
  }

  @Test
  void tablesWithOneReplicaAreRefusedByName() {
    cluster.singleReplicaTables("shop.orders", "shop.items");

    assertThat(refused(request()).reason()).contains("single-replica: ", "shop.orders, shop.items");
  }

  @Test
  void aWaiverForOneTabletServerIsNotEnoughForTablesWithOneReplica() {
    cluster.singleReplicaTables("shop.orders");
    ObjectNode request = request(waiver("single-replica"));
    ((ObjectNode) request.withArray("waivers").get(0)).put("node", "tablet-1");

    assertThat(refused(request).reason()).contains("single-replica: ");
  }

  @Test
  void waivedTablesWithOneReplicaAreUpgradedWithAWarningThatNamesThePerson() {
    cluster.singleReplicaTables("shop.orders");
    Run run =
        temporal.start(
            FlussUpgrade.TYPE,
            "upgrade-orders",
            request(policy("none").andThen(waiver("single-replica"))));

    UpgradeReport report = run.completed();

    assertThat(report.warnings())
        .anyMatch(line -> line.startsWith("waived by ann (rehearsal): single-replica: "));
    assertThat(report.waivers()).hasSize(1);
    assertThat(cluster.actions()).hasSize(4);
  }

  @Test
  void aFullStopOfAHalfUpgradedClusterIsRefusedBeforeAnythingIsStaged() {
    cluster.runs("tablet-1", "0.9.1-incubating");

    assertThat(refused(request(fullStop())).reason())
        .contains("finish such a cluster with fluss.method: rolling");
  }
}
