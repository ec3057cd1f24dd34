package dev.lockkeeper.workflows.databend;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** One order of the two roles, tried on paper. */
final class Attempt {
  private final List<Roll> rolls = new ArrayList<>();
  private String failure = "";

  Attempt(ClusterVersions now, UpgradeGoal goal, List<DatabendRole> order) {
    ClusterVersions state = now;
    for (DatabendRole role : order) {
      if (role == DatabendRole.QUERY) {
        QueryBinary to = Objects.requireNonNull(goal.query());
        if (fails(order, role, RollRules.queryRoll(state, to))) {
          return;
        }
        rolls.add(RollWriter.query(state, to));
        state = state.withAll(to);
      } else {
        MetaBinary to = Objects.requireNonNull(goal.meta());
        if (fails(order, role, RollRules.metaRoll(state, to))) {
          return;
        }
        rolls.add(RollWriter.meta(state, to));
        state = state.withAll(to);
      }
    }
  }

  boolean succeeded() {
    return failure.isEmpty();
  }

  List<Roll> rolls() {
    return rolls;
  }

  /** Why this order is not possible. */
  String failure() {
    return failure;
  }

  private boolean fails(List<DatabendRole> order, DatabendRole role, List<Objection> objections) {
    if (objections.isEmpty()) {
      return false;
    }
    String texts =
        objections.stream().map(Objection::text).distinct().collect(Collectors.joining("; "));
    failure =
        order.size() == 1
            ? texts
            : "%s first is not possible, at %s: %s"
                .formatted(order.get(0).word(), role.word(), texts);
    return true;
  }
}
