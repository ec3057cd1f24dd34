package dev.lockkeeper.activities.fence;

import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.workflows.model.FenceClaim;
import dev.lockkeeper.workflows.model.FenceSight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a node said of a cluster's fence.
 *
 * @param text what stands in the file, as it stands there; null if there is no fence
 * @param taken whether it was put there just now
 */
record FenceReply(FenceSight sight, @Nullable String text, boolean taken) {

  /** For a node that did not answer. */
  static FenceReply unknown(String node, String why) {
    return new FenceReply(new FenceSight(node, null, List.of(), why), null, false);
  }

  static FenceReply of(String node, String cluster, CommandResult result) {
    boolean standing = false;
    boolean taken = false;
    boolean complete = false;
    String problem = null;
    List<String> text = new ArrayList<>();
    List<String> jobs = new ArrayList<>();
    for (String line : result.output().lines().toList()) {
      if (line.startsWith("|")) {
        text.add(line.substring(1));
      } else if (line.startsWith("::runs ")) {
        jobs.add(line.substring("::runs ".length()));
      } else if (line.startsWith("::problem ")) {
        problem = line.substring("::problem ".length()).strip();
      } else if (line.equals("::fence")) {
        standing = true;
      } else if (line.equals("::taken")) {
        taken = true;
      } else if (line.equals("::end")) {
        complete = true;
      }
    }
    if (!complete) {
      return unknown(
          node,
          "looking at the fence on "
              + node
              + " ended with "
              + result.ending()
              + ": "
              + result.errors().strip());
    }
    String whole = String.join("\n", text);
    Optional<FenceClaim> holder = standing ? FenceFile.read(whole) : Optional.empty();
    if (standing && holder.isEmpty()) {
      problem =
          "somebody unknown holds "
              + cluster
              + " on "
              + node
              + ": ~/.lockkeeper/fences/"
              + cluster
              + " cannot be read. Find out who made it; remove it if no upgrade runs";
    }
    return new FenceReply(
        new FenceSight(node, holder.orElse(null), jobs, problem), standing ? whole : null, taken);
  }

  boolean heldBy(String run) {
    return sight.holder() != null && sight.holder().run().equals(run);
  }
}
