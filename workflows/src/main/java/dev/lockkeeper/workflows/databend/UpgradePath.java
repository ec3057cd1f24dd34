package dev.lockkeeper.workflows.databend;

import java.util.List;

/** What the planner says to an upgrade. */
public sealed interface UpgradePath {
  /**
   * It can be done as asked.
   *
   * @param rolls what to do, in order; empty if everything runs already
   * @param cautions what somebody should know or look at on the way
   */
  record Direct(List<Roll> rolls, List<String> cautions) implements UpgradePath {
    public Direct {
      rolls = List.copyOf(rolls);
      cautions = List.copyOf(cautions);
    }
  }

  /**
   * It cannot be done as asked.
   *
   * @param reasons why, one sentence each
   * @param detour the shortest way over releases in between, as separate upgrades; empty if none is
   *     known
   * @param cautions what somebody should know or look at on the detour
   */
  record Refused(List<String> reasons, List<Roll> detour, List<String> cautions)
      implements UpgradePath {
    public Refused {
      reasons = List.copyOf(reasons);
      detour = List.copyOf(detour);
      cautions = List.copyOf(cautions);
    }
  }
}
