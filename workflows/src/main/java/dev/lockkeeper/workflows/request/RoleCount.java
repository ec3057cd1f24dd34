package dev.lockkeeper.workflows.request;

/** How many nodes of a role a cluster may have. */
public record RoleCount(int fewest, int most) {
  /** At least so many. */
  public static RoleCount atLeast(int fewest) {
    return new RoleCount(fewest, Integer.MAX_VALUE);
  }

  /** Exactly so many. */
  public static RoleCount exactly(int count) {
    return new RoleCount(count, count);
  }
}
