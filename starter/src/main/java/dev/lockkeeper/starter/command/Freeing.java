package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.CommandProblem;
import dev.lockkeeper.starter.ExitCode;
import dev.lockkeeper.starter.run.Fences.Holder;
import dev.lockkeeper.workflows.fence.ReleaseRules;
import dev.lockkeeper.workflows.model.FenceClaim;
import dev.lockkeeper.workflows.model.FenceSight;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether nodes may be freed.
 *
 * @param sights what was seen on them
 * @param run whose fence is meant, if that was said
 * @param unasked nobody will be asked
 */
record Freeing(String cluster, List<FenceSight> sights, @Nullable String run, boolean unasked) {

  /** Whether every node was seen without a fence. */
  boolean nothingToDo() {
    return sights.stream().allMatch(sight -> sight.holder() == null && sight.problem() == null);
  }

  /** The fence to remove. */
  FenceClaim claim() {
    Map<String, FenceClaim> claims = new LinkedHashMap<>();
    sights.stream()
        .map(FenceSight::holder)
        .filter(Objects::nonNull)
        .forEach(holder -> claims.put(holder.run(), holder));
    String runs = String.join(", ", claims.keySet());
    if (claims.isEmpty()) {
      throw new CommandProblem(
          ExitCode.REFUSED,
          "Refused: no fence was seen, but not every node could be looked at; see above");
    }
    if (run == null && claims.size() > 1) {
      throw new CommandProblem(
          ExitCode.BAD_INPUT, "Several runs hold nodes; name one with --run: " + runs);
    }
    FenceClaim claim = claims.get(run == null ? runs : run);
    if (claim == null) {
      throw new CommandProblem(
          ExitCode.BAD_INPUT, "No node is held by run " + run + "; they are held by: " + runs);
    }
    return claim;
  }

  String about(FenceClaim claim, Holder holder) {
    String name = claim.workflow() + " (run " + claim.run() + ")";
    return switch (holder) {
      case OPEN -> name + " goes on in this Temporal.";
      case CLOSED -> name + " has ended.";
      case UNKNOWN ->
          name
              + " is not known to this Temporal in namespace "
              + claim.namespace()
              + ": it may go on in another one. Make sure yourself that it does not.";
    };
  }

  /** Ends the command when freeing would let two runs work on the cluster. */
  void refuse(FenceClaim claim, Holder holder) {
    if (holder == Holder.OPEN) {
      throw new CommandProblem(
          ExitCode.REFUSED,
          "Refused: the run that holds the nodes is open. Abort it, and it frees them itself: ./lockkeeper abort "
              + cluster);
    }
    List<String> objections = ReleaseRules.objections(cluster, claim.run(), sights);
    if (!objections.isEmpty()) {
      throw new CommandProblem(
          ExitCode.REFUSED, "Refused: nothing was freed:\n- " + String.join("\n- ", objections));
    }
    if (unasked && run == null && holder == Holder.UNKNOWN) {
      throw new CommandProblem(
          ExitCode.REFUSED,
          "Refused: this Temporal does not know the run; with --yes name it: --run " + claim.run());
    }
  }

  /** Whether no node that was seen is held by the run any more. */
  boolean isFree(FenceClaim claim, List<FenceSight> after) {
    return after.stream()
        .allMatch(
            sight ->
                sight.problem() == null
                    && (sight.holder() == null || !sight.holder().run().equals(claim.run())));
  }
}
