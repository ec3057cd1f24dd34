package dev.lockkeeper.workflows.databend;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides in which order the two daemons of a cluster can be upgraded. The vendor's page says query
 * first, then meta; that fails where the new query does not accept the old meta, and the page does
 * not tell. So every state on the way is checked: query against meta, meta against meta, and meta
 * against its own data.
 */
public final class DatabendPlanner {
  private DatabendPlanner() {}

  /**
   * Plans an upgrade.
   *
   * @param now what runs, as the binaries themselves say
   * @param goal what shall run, as the new binaries themselves say
   * @return the order with every state on the way, or why there is none and which releases to stop
   *     at
   */
  public static UpgradePath plan(ClusterVersions now, UpgradeGoal goal) {
    List<String> wrong = wrongFromTheStart(now, goal);
    if (!wrong.isEmpty()) {
      return new UpgradePath.Refused(wrong, List.of(), List.of());
    }
    boolean query = goal.query() != null && now.on(goal.query()) < now.queries().size();
    boolean meta = goal.meta() != null && now.on(goal.meta()) < now.metas().size();
    UpgradeGoal open = new UpgradeGoal(query ? goal.query() : null, meta ? goal.meta() : null);
    Set<String> reasons = new LinkedHashSet<>();
    for (List<DatabendRole> order : orders(query, meta)) {
      Attempt attempt = new Attempt(now, open, order);
      if (attempt.succeeded()) {
        return new UpgradePath.Direct(attempt.rolls(), Cautions.of(now, attempt.rolls()));
      }
      reasons.add(attempt.failure());
    }
    List<Roll> detour = new DetourSearch(now, open).shortest();
    return new UpgradePath.Refused(
        List.copyOf(reasons), detour, detour.isEmpty() ? List.of() : Cautions.of(now, detour));
  }

  /** The orders to try, the vendor's first. */
  private static List<List<DatabendRole>> orders(boolean query, boolean meta) {
    if (query && meta) {
      return List.of(
          List.of(DatabendRole.QUERY, DatabendRole.META),
          List.of(DatabendRole.META, DatabendRole.QUERY));
    }
    List<DatabendRole> one = new ArrayList<>();
    if (query) {
      one.add(DatabendRole.QUERY);
    }
    if (meta) {
      one.add(DatabendRole.META);
    }
    return List.of(one);
  }

  /** What no order and no detour can mend. */
  private static List<String> wrongFromTheStart(ClusterVersions now, UpgradeGoal goal) {
    List<String> wrong = new ArrayList<>();
    now.objections().forEach(objection -> wrong.add("already now, " + objection.text()));
    QueryBinary query = goal.query();
    MetaBinary meta = goal.meta();
    if (query != null) {
      UnusableReleases.reason(DatabendRole.QUERY, query.version()).ifPresent(wrong::add);
      List<DatabendVersion> running = now.queries().stream().map(QueryBinary::version).toList();
      wrong.addAll(backwards(DatabendRole.QUERY, running, query.version()));
    }
    if (meta != null) {
      UnusableReleases.reason(DatabendRole.META, meta.version()).ifPresent(wrong::add);
      List<DatabendVersion> running = now.metaBinaries().stream().map(MetaBinary::version).toList();
      wrong.addAll(backwards(DatabendRole.META, running, meta.version()));
    }
    List<QueryBinary> queriesAtTheEnd = query == null ? now.queries() : List.of(query);
    List<MetaBinary> metasAtTheEnd = meta == null ? now.metaBinaries() : List.of(meta);
    if (wrong.isEmpty()) {
      RollRules.meeting(queriesAtTheEnd, metasAtTheEnd)
          .forEach(objection -> wrong.add(objection.text() + remedy(objection, goal)));
    }
    return wrong;
  }

  private static List<String> backwards(
      DatabendRole role, List<DatabendVersion> running, DatabendVersion target) {
    return running.stream()
        .filter(target::builtBefore)
        .distinct()
        .map(
            version ->
                "%s %s is older than the %s that runs; the vendor supports no way back"
                    .formatted(role.program(), target, version))
        .toList();
  }

  /** The releases that shall run in the end do not fit; what the operator can do about it. */
  private static String remedy(Objection objection, UpgradeGoal goal) {
    if (objection instanceof Objection.MetaTooOldForQuery apart) {
      return goal.meta() == null
          ? "; upgrade databend-meta as well, to %s or newer".formatted(apart.query().oldestMeta())
          : "; choose databend-meta %s or newer".formatted(apart.query().oldestMeta());
    }
    if (objection instanceof Objection.QueryTooOldForMeta apart) {
      return goal.query() == null
          ? "; upgrade databend-query as well, to %s or newer".formatted(apart.meta().oldestQuery())
          : "; choose databend-query %s or newer".formatted(apart.meta().oldestQuery());
    }
    return "";
  }
}
