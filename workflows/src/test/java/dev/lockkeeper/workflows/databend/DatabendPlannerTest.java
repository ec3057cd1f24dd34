package dev.lockkeeper.workflows.databend;

import static dev.lockkeeper.workflows.databend.Binaries.both;
import static dev.lockkeeper.workflows.databend.Binaries.cluster;
import static dev.lockkeeper.workflows.databend.Binaries.meta;
import static dev.lockkeeper.workflows.databend.Binaries.names;
import static dev.lockkeeper.workflows.databend.Binaries.query;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabendPlannerTest {
  @Test
  void queryGoesFirstAsTheVendorSaysWhereTheNewQueryAcceptsTheOldMeta() {
    UpgradePath.Direct path = direct(cluster("1.2.680"), both("1.2.768-patch.1"));

    assertThat(names(path.rolls()))
        .containsExactly("query to 1.2.768-patch.1", "meta to 1.2.768-patch.1");
    assertThat(path.rolls().get(0).manner()).isEqualTo(RollManner.ALL_TOGETHER);
  }

  @Test
  void everyStateOnTheWayIsToldWithItsReason() {
    UpgradePath.Direct path = direct(cluster("1.2.833-patch-1"), both("1.2.888-patch-8"));

    assertThat(path.rolls().get(0).states())
        .extracting(RollState::description)
        .containsExactly(
            "query 1 of 3 on 1.2.888-patch-8 and 2 on 1.2.833-patch-1, meta 3 of 3 on 1.2.833-patch-1",
            "query 2 of 3 on 1.2.888-patch-8 and 1 on 1.2.833-patch-1, meta 3 of 3 on 1.2.833-patch-1",
            "query 3 of 3 on 1.2.888-patch-8, meta 3 of 3 on 1.2.833-patch-1");
    assertThat(path.rolls().get(1).states().get(0))
        .hasToString(
            "query 3 of 3 on 1.2.888-patch-8, meta 1 of 3 on 1.2.888-patch-8 and 2 on 1.2.833-patch-1: ok because"
                + " query 1.2.888-patch-8 talks to meta 1.2.888-patch-8: it needs meta 1.2.770 or newer, which needs query 1.2.676 or newer;"
                + " query 1.2.888-patch-8 talks to meta 1.2.833-patch-1: it needs meta 1.2.770 or newer, which needs query 1.2.288 or newer;"
                + " meta 1.2.888-patch-8 and 1.2.833-patch-1 may be members of one cluster;"
                + " meta 1.2.888-patch-8 keeps the data as V004");
  }

  /** The vendor's order would end with every query node exiting at its handshake. */
  @Test
  void metaGoesFirstWhereTheNewQueryRefusesTheOldMeta() {
    UpgradePath.Direct path = direct(cluster("1.2.768-patch.1"), both("1.2.833-patch-1"));

    assertThat(names(path.rolls()))
        .containsExactly("meta to 1.2.833-patch-1", "query to 1.2.833-patch-1");
  }

  @Test
  void query830OverMeta600IsRefusedUnlessMetaIsUpgradedAsWell() {
    ClusterVersions now = cluster(query("1.2.600"), meta("1.2.600"));

    assertThat(refused(now, new UpgradeGoal(query("1.2.830"), null)).reasons())
        .containsExactly(
            "databend-query 1.2.830 needs databend-meta 1.2.770 or newer and would exit when it meets 1.2.600;"
                + " upgrade databend-meta as well, to 1.2.770 or newer");
    assertThat(names(direct(now, both("1.2.830")).rolls()))
        .containsExactly("meta to 1.2.830", "query to 1.2.830");
  }

  @Test
  void metaThatWouldTurnItsQueriesAwayIsRefusedUnlessQueryIsUpgradedAsWell() {
    ClusterVersions now = cluster(query("1.2.600"), meta("1.2.833-patch-1"));

    assertThat(refused(now, new UpgradeGoal(null, meta("1.2.925-patch-9"))).reasons())
        .containsExactly(
            "databend-meta 1.2.925-patch-9 accepts databend-query from 1.2.676 on and would turn 1.2.600 away;"
                + " upgrade databend-query as well, to 1.2.676 or newer");
    assertThat(
            names(
                direct(now, new UpgradeGoal(query("1.2.925-patch-9"), meta("1.2.925-patch-9")))
                    .rolls()))
        .containsExactly("query to 1.2.925-patch-9", "meta to 1.2.925-patch-9");
  }

  /** The vendor's page says that V004 takes V002; the daemon panics (1.2.769 and newer). */
  @Test
  void dataOfV002StopsAtAReleaseThatConvertsIt() {
    UpgradePath.Refused path =
        refused(
            cluster(query("1.2.697-p1"), meta("1.2.527-nightly")),
            new UpgradeGoal(null, meta("1.2.833-patch-1")));

    assertThat(path.reasons())
        .singleElement()
        .asString()
        .contains(
            "databend-meta 1.2.833-patch-1 reads data from V003 on, and the data on disk is V002: it would panic at its start")
        .contains("from 1.2.769 on, the others must be at least 1.2.547");
    assertThat(names(path.detour())).containsExactly("meta to 1.2.680", "meta to 1.2.833-patch-1");
    assertThat(path.detour().get(0).states().get(0).because())
        .contains("meta 1.2.680 converts the data from V002 to V004 at its start");
    assertThat(path.cautions()).anyMatch(caution -> caution.contains("snapshot_key_count"));
  }

  /** Peers are no question for a single meta node, its data is. */
  @Test
  void aSingleMetaNodeWithV002DataStopsOnTheWayToo() {
    ClusterVersions now =
        new ClusterVersions(
            List.of(query("1.2.697-p1")), List.of(MetaNode.running(meta("1.2.527-nightly"))));
    UpgradePath.Refused path = refused(now, new UpgradeGoal(null, meta("1.2.769")));

    assertThat(path.reasons()).singleElement().asString().doesNotContain("members of one cluster");
    assertThat(names(path.detour())).containsExactly("meta to 1.2.680", "meta to 1.2.769");
  }

  /** Data that an interrupted run has not converted yet, under a binary that is new already. */
  @Test
  void theDiskCountsAndNotWhatTheBinaryWorksWith() {
    MetaBinary running = meta("1.2.680");
    ClusterVersions now =
        new ClusterVersions(
            List.of(query("1.2.725")), List.of(new MetaNode(running, DataVersion.V002)));

    assertThat(refused(now, new UpgradeGoal(null, meta("1.2.833-patch-1"))).reasons())
        .singleElement()
        .asString()
        .contains("the data on disk is V002");
  }

  /** Both print 1.2.725 apart from the suffix; only the binaries tell their minima. */
  @Test
  void theTwinsOf725AreToldApartByTheirBinaries() {
    ClusterVersions now = cluster("1.2.615");

    assertThat(
            names(direct(now, new UpgradeGoal(query("1.2.725-nightly", "1.2.259"), null)).rolls()))
        .containsExactly("query to 1.2.725-nightly");
    assertThat(refused(now, new UpgradeGoal(query("1.2.725", "1.2.677"), null)).reasons())
        .singleElement()
        .asString()
        .startsWith("databend-query 1.2.725 needs databend-meta 1.2.677 or newer");
  }

  @Test
  void aNightlyIsReplacedByTheStableReleaseOfItsNumber() {
    UpgradePath.Direct path =
        direct(
            cluster(query("1.2.725-nightly", "1.2.259"), meta("1.2.725-nightly")), both("1.2.725"));

    assertThat(names(path.rolls())).containsExactly("query to 1.2.725", "meta to 1.2.725");
  }

  @Test
  void rolesMakeQueriesStopAt307() {
    UpgradePath.Refused path =
        refused(
            cluster(query("1.2.290"), meta("1.2.371")), new UpgradeGoal(query("1.2.452"), null));

    assertThat(path.reasons()).singleElement().asString().contains("stop at 1.2.307");
    assertThat(names(path.detour())).containsExactly("query to 1.2.307", "query to 1.2.452");
  }

  @Test
  void queriesChangeTogetherOverTheNewStoragePath() {
    Roll roll =
        direct(cluster("1.2.697-p1"), new UpgradeGoal(query("1.2.725"), null)).rolls().get(0);

    assertThat(roll.manner()).isEqualTo(RollManner.ALL_TOGETHER);
    assertThat(roll.states())
        .extracting(RollState::description)
        .containsExactly(
            "all query nodes stopped, meta 3 of 3 on 1.2.697-p1",
            "query 3 of 3 on 1.2.725, meta 3 of 3 on 1.2.697-p1");
  }

  @Test
  void metaOf929NeedsPeersOf818() {
    UpgradePath.Refused path = refused(cluster("1.2.810"), both("1.2.930-nightly"));

    assertThat(path.reasons())
        .anyMatch(
            reason ->
                reason.contains(
                    "databend-meta 1.2.930-nightly and 1.2.810 cannot be members of one cluster"));
    assertThat(names(path.detour()))
        .containsExactly(
            "query to 1.2.930-nightly", "meta to 1.2.833-patch-1", "meta to 1.2.930-nightly");
  }

  @Test
  void anUpgradeThatWasLeftHalfDoneIsFinished() {
    ClusterVersions now =
        new ClusterVersions(
            List.of(query("1.2.888-patch-8"), query("1.2.833-patch-1")),
            Collections.nCopies(3, MetaNode.running(meta("1.2.833-patch-1"))));

    UpgradePath.Direct path = direct(now, both("1.2.888-patch-8"));

    assertThat(path.rolls().get(0).states())
        .extracting(RollState::description)
        .containsExactly("query 2 of 2 on 1.2.888-patch-8, meta 3 of 3 on 1.2.833-patch-1");
  }

  @Test
  void whatRunsAlreadyIsNotTouched() {
    assertThat(direct(cluster("1.2.833-patch-1"), both("1.2.833-patch-1")).rolls()).isEmpty();
    assertThat(
            names(
                direct(
                        cluster(query("1.2.888-patch-8"), meta("1.2.833-patch-1")),
                        both("1.2.888-patch-8"))
                    .rolls()))
        .containsExactly("meta to 1.2.888-patch-8");
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.883, compressed metadata",
    "1.2.764-nightly, take 1.2.768",
    "1.2.200, take 1.2.288 or newer",
    "1.2.287, take 1.2.288 or newer"
  })
  void releasesWithKnownFaultsAreNoTargets(String target, String reason) {
    UpgradePath.Refused path = refused(cluster("1.1.55-patch3"), both(target));

    assertThat(path.reasons())
        .anyMatch(text -> text.contains(reason) && text.startsWith("databend-query " + target))
        .anyMatch(text -> text.contains(reason) && text.startsWith("databend-meta " + target));
    assertThat(path.detour()).isEmpty();
  }

  @Test
  void thereIsNoWayBack() {
    assertThat(refused(cluster("1.2.888-patch-8"), both("1.2.833-patch-1")).reasons())
        .containsExactly(
            "databend-query 1.2.833-patch-1 is older than the 1.2.888-patch-8 that runs; the vendor supports no way back",
            "databend-meta 1.2.833-patch-1 is older than the 1.2.888-patch-8 that runs; the vendor supports no way back");
  }

  @Test
  void aClusterThatDoesNotFitAlreadyIsNotMadeWorse() {
    ClusterVersions now = cluster(query("1.2.833-patch-1"), meta("1.2.600"));

    assertThat(refused(now, both("1.2.888-patch-8")).reasons())
        .singleElement()
        .asString()
        .startsWith("already now, databend-query 1.2.833-patch-1 needs databend-meta 1.2.770");
  }

  @Test
  void fromV001DataTheWayGoesOverThreeForms() {
    UpgradePath.Refused path = refused(cluster("1.1.55-patch3"), both("1.2.833-patch-1"));

    assertThat(path.reasons()).hasSize(2);
    assertThat(names(path.detour()))
        .containsExactly(
            "meta to 1.2.307",
            "query to 1.2.307",
            "meta to 1.2.680",
            "meta to 1.2.833-patch-1",
            "query to 1.2.833-patch-1");
    assertThat(path.cautions())
        .anyMatch(caution -> caution.contains("1.2.53 changed the form of snapshots"))
        .anyMatch(caution -> caution.contains("twice the size of raft_dir"))
        .anyMatch(caution -> caution.contains("system_history"));
  }

  private static UpgradePath.Direct direct(ClusterVersions now, UpgradeGoal goal) {
    UpgradePath path = DatabendPlanner.plan(now, goal);
    assertThat(path).isInstanceOf(UpgradePath.Direct.class);
    return (UpgradePath.Direct) path;
  }

  private static UpgradePath.Refused refused(ClusterVersions now, UpgradeGoal goal) {
    UpgradePath path = DatabendPlanner.plan(now, goal);
    assertThat(path).isInstanceOf(UpgradePath.Refused.class);
    return (UpgradePath.Refused) path;
  }
}
