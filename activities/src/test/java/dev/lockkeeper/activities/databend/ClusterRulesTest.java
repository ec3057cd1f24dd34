package dev.lockkeeper.activities.databend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.workflows.databend.Daemon;
import dev.lockkeeper.workflows.databend.DatabendRole;
import dev.lockkeeper.workflows.databend.DatabendVersion;
import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the states of the daemons mean for who may be stopped and when a node is back. */
class ClusterRulesTest {
  private static final List<Long> THREE = List.of(1L, 2L, 3L);

  private static Daemon daemon(DatabendRole role, int id) {
    Node node = new Node(role.word() + "-" + id, "10.0.0." + id, 22, role.word(), "/opt/databend");
    boolean query = role == DatabendRole.QUERY;
    return new Daemon(
        role,
        new Target(node, "ssh"),
        "/c",
        "",
        "h:1",
        "h:2",
        query ? "t/c" : "",
        query ? -1 : id,
        null);
  }

  private static MetaStatus status(
      long id,
      @Nullable Long leader,
      long applied,
      long sequence,
      @Nullable Long keys,
      List<Long> voters) {
    boolean leads = leader != null && leader == id;
    return new MetaStatus(
        id,
        Optional.of(DatabendVersion.of("1.2.680")),
        "V004",
        leads ? "Leader" : "Follower",
        leader,
        7,
        applied,
        applied,
        sequence,
        keys,
        null,
        voters);
  }

  private static MetaReading up(MetaStatus status) {
    return new MetaReading(daemon(DatabendRole.META, (int) status.id()), status, "");
  }

  private static MetaReading silent(int id) {
    return new MetaReading(daemon(DatabendRole.META, id), null, "does not answer");
  }

  private static MetaStatus same(long id) {
    return status(id, 1L, 100, 50, 6L, THREE);
  }

  private static MetaRules rules(MetaStatus leaderAgain, MetaReading... readings) {
    return new MetaRules(Arrays.asList(readings), leaderAgain);
  }

  private static String bad(List<Fact> facts) {
    return facts.stream()
        .filter(fact -> fact.weight() == Fact.Weight.BAD)
        .map(fact -> fact.name() + ": " + fact.value())
        .collect(Collectors.joining("; "));
  }

  @Test
  void threeThatAgreeAreWholeAndOneMayStop() {
    MetaRules rules = rules(same(1), up(same(1)), up(same(2)), up(same(3)));

    assertThat(bad(rules.whole())).isEmpty();
    assertThat(bad(rules.without("meta-2", false))).isEmpty();
    assertThat(rules.leader()).map(reading -> reading.daemon().name()).contains("meta-1");
  }

  @Test
  void withOneOfThreeAwayNoOtherMayStopButTheOneThatIsAwayMayBeTriedAgain() {
    MetaRules rules = rules(same(1), up(same(1)), up(same(2)), silent(3));

    assertThat(bad(rules.whole())).contains("meta-3: does not answer");
    assertThat(bad(rules.without("meta-2", false)))
        .isEqualTo("quorum: 1 of 3 voters remain without meta-2, a quorum is 2");
    assertThat(bad(rules.without("meta-3", false))).isEmpty();
    assertThat(bad(rules.without("meta-2", true))).isEmpty();
  }

  @Test
  void withoutALeaderNothingIsSafe() {
    MetaStatus lost = status(2, null, 100, 50, 6L, THREE);

    assertThat(bad(rules(lost, up(lost), silent(1), silent(3)).without("meta-2", true)))
        .contains("leader: no node leads");
    assertThat(
            bad(
                rules(same(1), up(same(1)), up(status(2, 3L, 100, 50, 6L, THREE)), up(same(3)))
                    .whole()))
        .contains("leader: no node leads");
  }

  @Test
  void aVoterThatTheRequestDoesNotNameIsFoundOut() {
    List<Long> four = List.of(1L, 2L, 3L, 4L);
    MetaStatus one = status(1, 1L, 100, 50, 6L, four);

    assertThat(
            bad(
                rules(
                        one,
                        up(one),
                        up(status(2, 1L, 100, 50, 6L, four)),
                        up(status(3, 1L, 100, 50, 6L, four)))
                    .whole()))
        .contains("voters: the cluster's voters are [1, 2, 3, 4]");
  }

  @Test
  void dataThatLiesBetweenTwoLooksAtTheLeaderIsTheSame() {
    MetaStatus later = status(1, 1L, 104, 54, 6L, THREE);

    assertThat(
            bad(
                rules(
                        later,
                        up(same(1)),
                        up(status(2, 1L, 102, 52, 7L, THREE)),
                        up(status(3, 1L, 104, 54, 6L, THREE)))
                    .whole()))
        .isEmpty();
    assertThat(
            bad(
                rules(later, up(same(1)), up(status(2, 1L, 99, 50, 6L, THREE)), up(same(3)))
                    .whole()))
        .contains("meta-2 has applied 99 of 100");
  }

  @Test
  void equalLogsWithDifferentDataAreNotTheSame() {
    assertThat(
            bad(
                rules(
                        same(1),
                        up(same(1)),
                        up(status(2, 1L, 100, 50, 5L, THREE)),
                        up(status(3, 1L, 100, 49, 6L, THREE)))
                    .whole()))
        .contains("meta-2 has 5 keys, the leader 6", "meta-3 has last_seq 49, the leader 50");
  }

  /** While nodes of 1.2.527 and 1.2.680 are one cluster. */
  @Test
  void aReleaseThatCountsNoKeysDoesNotSpeakAgainstOneThatDoes() {
    MetaStatus leader = status(1, 1L, 100, 50, null, THREE);
    assertThat(
            bad(
                rules(
                        leader,
                        up(leader),
                        up(status(2, 1L, 100, 50, 5L, THREE)),
                        up(status(3, 1L, 100, 50, null, THREE)))
                    .whole()))
        .isEmpty();
  }

  private static QueryReading query(int id, String version, String... seen) {
    return new QueryReading(
        daemon(DatabendRole.QUERY, id),
        DatabendVersion.of(version),
        Arrays.stream(seen)
            .map(
                text ->
                    new QueryReading.Row(
                        "id" + text,
                        text.split("@")[0],
                        "v" + text.split("@")[1] + "-ab08029eb9(rust)"))
            .toList(),
        "");
  }

  @Test
  void eachQueryNodeHasToBeSeenOnceInTheReleaseItRuns() {
    String[] right = {"a:1@1.2.768", "b:1@1.2.725"};
    String[] ghost = {"a:1@1.2.768", "a:1@1.2.725", "b:1@1.2.725"};

    assertThat(
            bad(
                new QueryRules(List.of(query(1, "1.2.768", right), query(2, "1.2.725", right)))
                    .whole()))
        .isEmpty();
    assertThat(
            bad(
                new QueryRules(List.of(query(1, "1.2.768", right), query(2, "1.2.725", ghost)))
                    .whole()))
        .startsWith("query-2: system.clusters shows [1.2.725, 1.2.725, 1.2.768] instead of");
  }

  @Test
  void theLastQueryNodeThatAnswersIsNotStopped() {
    QueryReading away =
        new QueryReading(daemon(DatabendRole.QUERY, 2), null, List.of(), "does not answer");
    QueryRules rules = new QueryRules(List.of(query(1, "1.2.725", "a:1@1.2.725"), away));

    assertThat(bad(rules.without(daemon(DatabendRole.QUERY, 1), false)))
        .contains("others: no other node of the cluster t/c answers");
    assertThat(bad(rules.without(daemon(DatabendRole.QUERY, 2), false))).isEmpty();
  }

  @Test
  void aConversionIsShownAndANormalStartIsNot() {
    assertThat(
            new StartLog(
                    "2026-11-21T08:07:07Z  INFO Upgrade ondisk data finished: V004\nUpgrade ondisk data if out of date: V004")
                .conversion())
        .isEmpty();
    assertThat(
            new StartLog(
                    "Upgrade on-disk data\n    From: V003(2024)\n    To:   V004(2024)\n2026  INFO Upgrade on-disk data\n")
                .conversion())
        .containsExactly("Upgrade on-disk data", "From: V003(2024)", "To:   V004(2024)");
  }
}
