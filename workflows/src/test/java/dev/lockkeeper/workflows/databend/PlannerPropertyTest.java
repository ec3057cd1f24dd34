package dev.lockkeeper.workflows.databend;

import static dev.lockkeeper.workflows.databend.PaperCluster.number;
import static dev.lockkeeper.workflows.databend.PaperCluster.queryNumber;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The planner against brute force, on many clusters of many shapes. */
class PlannerPropertyTest {
  private static final int CLUSTERS = 100_000;

  /** Releases on both sides of every limit there is, and those that are in use. */
  private static final List<String> RELEASES =
      List.of(
          "1.1.34",
          "1.1.39",
          "1.1.40",
          "1.1.55-patch3",
          "1.2.52",
          "1.2.53",
          "1.2.162",
          "1.2.226-nightly",
          "1.2.258",
          "1.2.259",
          "1.2.286",
          "1.2.287",
          "1.2.288",
          "1.2.306",
          "1.2.307",
          "1.2.310",
          "1.2.311-nightly",
          "1.2.360",
          "1.2.361",
          "1.2.371",
          "1.2.452",
          "1.2.478",
          "1.2.479",
          "1.2.527-nightly",
          "1.2.528",
          "1.2.546",
          "1.2.547",
          "1.2.615",
          "1.2.654",
          "1.2.655",
          "1.2.662",
          "1.2.663",
          "1.2.675",
          "1.2.676",
          "1.2.677-nightly",
          "1.2.680-p3",
          "1.2.708",
          "1.2.709",
          "1.2.724",
          "1.2.725-nightly",
          "1.2.725",
          "1.2.763",
          "1.2.767",
          "1.2.768-patch.1",
          "1.2.769",
          "1.2.770",
          "1.2.817",
          "1.2.818",
          "1.2.820",
          "1.2.821",
          "1.2.822",
          "1.2.823",
          "1.2.833-patch-1",
          "1.2.879-patch.2",
          "1.2.880",
          "1.2.888-patch-8",
          "1.2.925-patch-9",
          "1.2.928",
          "1.2.929",
          "1.2.934-nightly");

  private final Random random = new Random(20260822);
  private int direct;
  private int vendorsOrder;
  private int metaFirst;
  private int detours;
  private int longest;

  @Test
  void everyPlanIsSafeEveryRefusalIsRightAndEveryDetourIsShortest() {
    for (int i = 0; i < CLUSTERS; i++) {
      UpgradeGoal goal = goal();
      ClusterVersions now = cluster(goal);
      UpgradePath path = DatabendPlanner.plan(now, goal);
      String wrong = wrongWith(path, now, goal);
      assertThat(wrong).as("cluster %s, goal %s, path %s", now, goal, path).isEmpty();
    }
    // The loop has met every kind of answer, or it would prove nothing.
    assertThat(direct).isGreaterThan(CLUSTERS / 20);
    assertThat(vendorsOrder).isGreaterThan(1_000);
    assertThat(metaFirst).isGreaterThan(1_000);
    assertThat(detours).isGreaterThan(1_000);
    assertThat(longest).isGreaterThanOrEqualTo(5);
  }

  private String wrongWith(UpgradePath path, ClusterVersions now, UpgradeGoal goal) {
    PaperState state = PaperState.of(now);
    boolean hopeless = hopeless(state, now, goal);
    if (path instanceof UpgradePath.Direct plan) {
      direct++;
      if (plan.rolls().size() == 2) {
        vendorsOrder += plan.rolls().get(0).role() == DatabendRole.QUERY ? 1 : 0;
        metaFirst += plan.rolls().get(0).role() == DatabendRole.META ? 1 : 0;
      }
      return hopeless ? "planned what cannot be" : walk(state, plan.rolls(), now, goal, true);
    }
    UpgradePath.Refused refusal = (UpgradePath.Refused) path;
    if (refusal.reasons().isEmpty()) {
      return "refused without a reason";
    }
    if (hopeless) {
      return refusal.detour().isEmpty() ? "" : "a detour to where nobody may go";
    }
    if (possible(state, goal, true) || possible(state, goal, false)) {
      return "refused what is possible";
    }
    int shortest = PaperSearch.rolls(state, stillToDo(now, goal));
    if (refusal.detour().isEmpty()) {
      return shortest < 0 ? "" : "overlooked a way of " + shortest + " rolls";
    }
    detours++;
    longest = Math.max(longest, refusal.detour().size());
    if (refusal.detour().size() != shortest) {
      return "a way of " + refusal.detour().size() + " rolls where " + shortest + " suffice";
    }
    String wrong = walk(state, refusal.detour(), now, goal, false);
    return wrong.isEmpty() ? chain(refusal.detour(), now, goal) : wrong;
  }

  /**
   * Follows a way as the stopovers of a request: each must be possible as an upgrade of its own.
   */
  private static String chain(List<Roll> detour, ClusterVersions now, UpgradeGoal goal) {
    ClusterVersions cluster = now;
    for (Detour.Stop stop : Detour.stops(detour)) {
      UpgradeGoal leg =
          new UpgradeGoal(
              stop.upgrade().covers(DatabendRole.QUERY)
                  ? binary(stop.release(), goal.query())
                  : null,
              stop.upgrade().covers(DatabendRole.META)
                  ? binary(stop.release(), goal.meta())
                  : null);
      if (DatabendPlanner.plan(cluster, leg) instanceof UpgradePath.Refused refused) {
        return "the stopover " + stop + " is refused: " + refused.reasons();
      }
      cluster = cluster.withAll(leg);
    }
    return DatabendPlanner.plan(cluster, goal) instanceof UpgradePath.Refused refused
        ? "the last leg is refused: " + refused.reasons()
        : "";
  }

  private static UpgradeGoal stillToDo(ClusterVersions now, UpgradeGoal goal) {
    boolean query = goal.query() != null && now.on(goal.query()) < now.queries().size();
    boolean meta = goal.meta() != null && now.on(goal.meta()) < now.metas().size();
    return new UpgradeGoal(query ? goal.query() : null, meta ? goal.meta() : null);
  }

  /** What no order can mend: the start, the target, or what runs at the end. */
  private static boolean hopeless(PaperState start, ClusterVersions now, UpgradeGoal goal) {
    PaperState end = start;
    boolean backwards = false;
    boolean faulty = false;
    if (goal.query() != null) {
      int target = queryNumber(goal.query().version());
      int plain = number(goal.query().version());
      int age = PaperCluster.age(goal.query().version());
      backwards |=
          now.queries().stream().anyMatch(query -> PaperCluster.age(query.version()) > age);
      faulty |= plain >= 163 && plain < 288;
      end = end.queriesOn(target);
    }
    if (goal.meta() != null) {
      int target = number(goal.meta().version());
      int age = PaperCluster.age(goal.meta().version());
      backwards |=
          now.metaBinaries().stream().anyMatch(meta -> PaperCluster.age(meta.version()) > age);
      faulty |= target >= 163 && target < 288;
      end = end.metasOn(target);
    }
    boolean fits = true;
    for (int query : end.queries()) {
      for (int meta : end.metas()) {
        fits &= PaperCluster.talk(query, meta);
      }
    }
    return !start.runs() || backwards || faulty || !fits;
  }

  /** Follows a list of rolls and says what is wrong with it. */
  private static String walk(
      PaperState start, List<Roll> rolls, ClusterVersions now, UpgradeGoal goal, boolean direct) {
    PaperState state = start;
    ClusterVersions cluster = now;
    for (Roll roll : rolls) {
      boolean together = roll.manner() == RollManner.ALL_TOGETHER;
      int states;
      if (roll.role() == DatabendRole.QUERY) {
        if (!state.queriesMayGoTo(queryNumber(roll.to()), together)) {
          return "unsafe: " + roll;
        }
        if (together && state.queriesMayGoTo(queryNumber(roll.to()), false)) {
          return "stops all queries without need: " + roll;
        }
        state = state.queriesOn(queryNumber(roll.to()));
        QueryBinary to = binary(roll.to(), goal.query());
        states = together ? 2 : cluster.queries().size() - cluster.on(to);
        cluster = cluster.withAll(to);
      } else {
        if (!state.metasMayGoTo(number(roll.to()))) {
          return "unsafe: " + roll;
        }
        state = state.metasOn(number(roll.to()));
        MetaBinary to = binary(roll.to(), goal.meta());
        states = cluster.metas().size() - cluster.on(to);
        cluster = cluster.withAll(to);
      }
      if (roll.states().size() != states) {
        return "tells " + roll.states().size() + " states instead of " + states + ": " + roll;
      }
    }
    boolean arrived =
        (goal.query() == null || cluster.on(goal.query()) == cluster.queries().size())
            && (goal.meta() == null || cluster.on(goal.meta()) == cluster.metas().size());
    if (direct && rolls.size() > 2) {
      return "stops on the way without being told to";
    }
    return arrived ? "" : "does not end at the goal";
  }

  private static MetaBinary binary(DatabendVersion version, MetaBinary target) {
    return target != null && version.equals(target.version())
        ? target
        : ReleaseTable.meta(version).orElseThrow();
  }

  private static QueryBinary binary(DatabendVersion version, QueryBinary target) {
    return target != null && version.equals(target.version())
        ? target
        : ReleaseTable.query(version).orElseThrow();
  }

  /** Whether one order works without a stop. */
  private static boolean possible(PaperState start, UpgradeGoal goal, boolean queryFirst) {
    PaperState state = start;
    for (int turn = 0; turn < 2; turn++) {
      if ((turn == 0) == queryFirst) {
        if (goal.query() != null) {
          int target = queryNumber(goal.query().version());
          if (!state.queriesMayGoTo(target, true)) {
            return false;
          }
          state = state.queriesOn(target);
        }
      } else if (goal.meta() != null) {
        int target = number(goal.meta().version());
        if (!state.metasMayGoTo(target)) {
          return false;
        }
        state = state.metasOn(target);
      }
    }
    return true;
  }

  private UpgradeGoal goal() {
    String query = release();
    String meta = random.nextInt(3) > 0 ? query : release();
    return switch (random.nextInt(5)) {
      case 0 -> new UpgradeGoal(query(query), null);
      case 1 -> new UpgradeGoal(null, Binaries.meta(meta));
      default -> new UpgradeGoal(query(query), Binaries.meta(meta));
    };
  }

  private ClusterVersions cluster(UpgradeGoal goal) {
    String release = release();
    QueryBinary query = query(release);
    MetaBinary meta = Binaries.meta(random.nextInt(3) > 0 ? release : release());
    List<QueryBinary> queries = new ArrayList<>();
    boolean halfDone = random.nextInt(4) == 0;
    int count = 1 + random.nextInt(3);
    while (queries.size() < count) {
      QueryBinary target = goal.query();
      queries.add(halfDone && target != null && random.nextBoolean() ? target : query);
    }
    List<MetaNode> metas = new ArrayList<>();
    halfDone = random.nextInt(4) == 0;
    // Five are rare because brute force tries every set of changed nodes.
    count = random.nextInt(20) == 0 ? 5 : 1 + 2 * random.nextInt(2);
    while (metas.size() < count) {
      MetaBinary target = goal.meta();
      MetaBinary binary = halfDone && target != null && random.nextBoolean() ? target : meta;
      metas.add(
          random.nextInt(20) == 0
              ? new MetaNode(binary, DataVersion.values()[random.nextInt(5)])
              : MetaNode.running(binary));
    }
    return new ClusterVersions(queries, metas);
  }

  private String release() {
    return RELEASES.get(random.nextInt(RELEASES.size()));
  }

  private static QueryBinary query(String release) {
    return release.equals("1.2.725-nightly")
        ? Binaries.query(release, "1.2.259")
        : Binaries.query(release);
  }
}
