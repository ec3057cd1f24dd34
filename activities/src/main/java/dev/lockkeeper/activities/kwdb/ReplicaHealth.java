package dev.lockkeeper.activities.kwdb;

import java.util.ArrayList;
import java.util.List;

/**
 * What the stores say of their ranges at one moment. KWDB takes these numbers every 10 s, and those
 * of a dead node stay as they were: two readings at least 10 s apart are needed to believe them,
 * and the liveness of the nodes beside them.
 *
 * @param stores how many stores have reported
 * @param ranges how many ranges they are responsible for
 * @param unavailable ranges without a quorum
 * @param underReplicated ranges with too few living replicas
 */
public record ReplicaHealth(long stores, long ranges, long unavailable, long underReplicated) {

  /** What is not as it should be; empty if all is. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (stores == 0) {
      problems.add("no store has reported");
    }
    // Where the liveness itself is disturbed the counts are 0: no ranges at all is not health.
    if (ranges <= 0) {
      problems.add("the stores report no ranges, so their other numbers mean nothing");
    }
    if (unavailable != 0) {
      problems.add(unavailable + " ranges are unavailable");
    }
    if (underReplicated != 0) {
      problems.add(underReplicated + " ranges are under-replicated");
    }
    return problems;
  }
}
