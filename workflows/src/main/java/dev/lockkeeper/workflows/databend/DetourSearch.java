package dev.lockkeeper.workflows.databend;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks for the way with the fewest rolls over published releases. Breadth first, so the first way
 * found is a shortest one; among those of one length the vendor's order (query first) and the
 * preferred stops win, because they are tried first.
 */
final class DetourSearch {
  private final ClusterVersions now;
  private final List<QueryBinary> queries;
  private final List<MetaBinary> metas;

  /** A point on the way: what was last rolled to; -1 is what runs now. */
  private record Point(int query, int meta) {}

  DetourSearch(ClusterVersions now, UpgradeGoal goal) {
    this.now = now;
    this.queries = queryStops(now, goal);
    this.metas = metaStops(now, goal);
  }

  /** The rolls of a shortest way, or nothing if there is none. */
  List<Roll> shortest() {
    Point start = new Point(-1, -1);
    // The target is the first of each list; a role without a target has no list.
    Point end = new Point(queries.isEmpty() ? -1 : 0, metas.isEmpty() ? -1 : 0);
    Map<Point, Point> cameFrom = new HashMap<>();
    cameFrom.put(start, start);
    Deque<Point> waiting = new ArrayDeque<>(List.of(start));
    while (!waiting.isEmpty()) {
      Point point = waiting.remove();
      if (point.equals(end)) {
        return rolls(start, end, cameFrom);
      }
      for (Point next : nextOf(point)) {
        if (cameFrom.putIfAbsent(next, point) == null) {
          waiting.add(next);
        }
      }
    }
    return List.of();
  }

  private List<Point> nextOf(Point point) {
    ClusterVersions state = at(point);
    List<Point> next = new ArrayList<>();
    for (int i = 0; i < queries.size(); i++) {
      QueryBinary to = queries.get(i);
      if (i != point.query()
          && state.queries().stream().allMatch(query -> to.version().atLeast(query.version()))
          && RollRules.queryRoll(state, to).isEmpty()) {
        next.add(new Point(i, point.meta()));
      }
    }
    for (int i = 0; i < metas.size(); i++) {
      MetaBinary to = metas.get(i);
      if (i != point.meta()
          && state.metas().stream().allMatch(node -> to.version().atLeast(node.binary().version()))
          && RollRules.metaRoll(state, to).isEmpty()) {
        next.add(new Point(point.query(), i));
      }
    }
    return next;
  }

  private List<Roll> rolls(Point start, Point end, Map<Point, Point> cameFrom) {
    List<Roll> rolls = new ArrayList<>();
    Point point = end;
    while (!point.equals(start)) {
      Point before = cameFrom.getOrDefault(point, start);
      rolls.add(
          point.query() != before.query()
              ? RollWriter.query(at(before), queries.get(point.query()))
              : RollWriter.meta(at(before), metas.get(point.meta())));
      point = before;
    }
    Collections.reverse(rolls);
    return rolls;
  }

  private ClusterVersions at(Point point) {
    ClusterVersions state = now;
    if (point.query() >= 0) {
      state = state.withAll(queries.get(point.query()));
    }
    return point.meta() < 0 ? state : state.withAll(metas.get(point.meta()));
  }

  private static List<QueryBinary> queryStops(ClusterVersions now, UpgradeGoal goal) {
    QueryBinary target = goal.query();
    if (target == null) {
      return List.of();
    }
    List<DatabendVersion> running = now.queries().stream().map(QueryBinary::version).toList();
    List<QueryBinary> stops = new ArrayList<>(List.of(target));
    stopsBetween(running, target.version()).stream()
        .map(ReleaseTable::query)
        .flatMap(Optional::stream)
        .forEach(stops::add);
    return stops;
  }

  private static List<MetaBinary> metaStops(ClusterVersions now, UpgradeGoal goal) {
    MetaBinary target = goal.meta();
    if (target == null) {
      return List.of();
    }
    List<DatabendVersion> running = now.metaBinaries().stream().map(MetaBinary::version).toList();
    List<MetaBinary> stops = new ArrayList<>(List.of(target));
    stopsBetween(running, target.version()).stream()
        .map(ReleaseTable::meta)
        .flatMap(Optional::stream)
        .forEach(stops::add);
    return stops;
  }

  /** Stops newer than everything that runs and older than the target. */
  private static List<DatabendVersion> stopsBetween(
      List<DatabendVersion> running, DatabendVersion target) {
    return ReleaseTable.stops().stream()
        .filter(stop -> running.stream().allMatch(version -> version.before(stop)))
        .filter(stop -> stop.before(target))
        .toList();
  }
}
