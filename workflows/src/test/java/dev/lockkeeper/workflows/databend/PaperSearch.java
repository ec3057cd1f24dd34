package dev.lockkeeper.workflows.databend;

import static dev.lockkeeper.workflows.databend.PaperCluster.number;
import static dev.lockkeeper.workflows.databend.PaperCluster.queryNumber;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The number of rolls of a shortest way by brute force: a table of all pairs of releases, filled in
 * rounds until nothing changes. It remembers no way and follows no order.
 */
final class PaperSearch {
  private static final int NEVER = 999;

  private PaperSearch() {}

  /** The number of rolls from the state to the goal over the stops, or -1 if there is no way. */
  static int rolls(PaperState start, UpgradeGoal goal) {
    int[] queries =
        stops(start.queries(), goal.query() == null ? NEVER : queryNumber(goal.query().version()));
    int[] metas = stops(start.metas(), goal.meta() == null ? NEVER : number(goal.meta().version()));
    // Row and column 0 are what runs at the start.
    int[][] least = new int[queries.length + 1][metas.length + 1];
    for (int[] row : least) {
      Arrays.fill(row, NEVER);
    }
    least[0][0] = 0;
    for (boolean changed = true; changed; ) {
      changed = false;
      for (int query = 0; query <= queries.length; query++) {
        for (int meta = 0; meta <= metas.length; meta++) {
          if (least[query][meta] < NEVER) {
            changed |= spread(start, queries, metas, least, query, meta);
          }
        }
      }
    }
    int found = least[queries.length][metas.length];
    return found == NEVER ? -1 : found;
  }

  private static boolean spread(
      PaperState start, int[] queries, int[] metas, int[][] least, int query, int meta) {
    PaperState here = query == 0 ? start : start.queriesOn(queries[query - 1]);
    here = meta == 0 ? here : here.metasOn(metas[meta - 1]);
    int next = least[query][meta] + 1;
    boolean changed = false;
    for (int i = 1; i <= queries.length; i++) {
      if (next < least[i][meta]
          && (here.queriesMayGoTo(queries[i - 1], false)
              || here.queriesMayGoTo(queries[i - 1], true))) {
        least[i][meta] = next;
        changed = true;
      }
    }
    for (int i = 1; i <= metas.length; i++) {
      if (next < least[query][i] && here.metasMayGoTo(metas[i - 1])) {
        least[query][i] = next;
        changed = true;
      }
    }
    return changed;
  }

  /** The stops between what runs and the target, the target last; nothing without a target. */
  private static int[] stops(int[] running, int target) {
    if (target == NEVER) {
      return new int[0];
    }
    int newest = Arrays.stream(running).max().orElseThrow();
    return IntStream.concat(
            ReleaseTable.stops().stream()
                .mapToInt(PaperCluster::number)
                .filter(stop -> stop > newest && stop < target),
            IntStream.of(target))
        .toArray();
  }
}
