package dev.lockkeeper.activities.fence;

import dev.lockkeeper.activities.ssh.Nodes;
import dev.lockkeeper.activities.step.Attendant;
import dev.lockkeeper.activities.step.Patient;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.FenceClaim;
import dev.lockkeeper.workflows.model.FenceSight;
import dev.lockkeeper.workflows.model.Names;
import dev.lockkeeper.workflows.model.Target;
import dev.lockkeeper.workflows.runbook.NodeFences;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Does what {@link NodeFences} says, over SSH. A fence is the file {@code
 * ~/.lockkeeper/fences/<cluster>} of the login user; nodes on one machine share it.
 */
public final class NodeFencesActivities implements NodeFences {
  /** Of run ids, which become names of directories; Temporal's are UUIDs. */
  private static final String RUN = "[A-Za-z0-9][A-Za-z0-9-]{0,99}";

  /** Before a run has begun, a node that is away is an answer. */
  private static final Patient BRIEFLY = new Patient(Duration.ofSeconds(5));

  /** A fence that is left keeps the next run out. */
  private static final Patient PATIENTLY = new Patient(Duration.ofMinutes(3));

  private final EachNode nodes;
  private final Attendant attendant;

  public NodeFencesActivities(Nodes connections, Attendant attendant) {
    this.nodes = new EachNode(connections);
    this.attendant = attendant;
  }

  @Override
  public List<FenceSight> take(FenceClaim claim, List<Target> targets) {
    return attendant.attend(
        pulse -> {
          FenceScripts scripts = scripts(claim.cluster(), claim.run());
          String text = FenceFile.write(claim);
          Map<Target, FenceReply> replies =
              ask(
                  targets,
                  BRIEFLY,
                  pulse,
                  (connection, node) -> scripts.take(connection, name(node), text));
          if (!replies.values().stream().allMatch(reply -> reply.heldBy(claim.run()))) {
            // An attempt that was cut off took some of those that it finds there the next time.
            boolean again = pulse.earlier() != null;
            giveBack(
                replies,
                reply -> reply.taken() || again && text.equals(reply.text()),
                claim.run(),
                scripts,
                pulse);
          }
          return sights(replies);
        });
  }

  /** Frees what was taken, and then looks where a fence of the run was seen. */
  private void giveBack(
      Map<Target, FenceReply> replies,
      Predicate<FenceReply> taken,
      String run,
      FenceScripts scripts,
      Pulse pulse)
      throws InterruptedException {
    Map<Target, FenceReply> before = new LinkedHashMap<>(replies);
    replies.putAll(
        ask(
            those(before, taken),
            PATIENTLY,
            pulse,
            (connection, node) ->
                scripts.release(connection, name(node), String.valueOf(before.get(node).text()))));
    // The fence of another node may have been the same file.
    replies.putAll(
        ask(
            those(before, reply -> reply.heldBy(run) && !taken.test(reply)),
            PATIENTLY,
            pulse,
            (connection, node) -> scripts.look(connection, name(node))));
  }

  @Override
  public List<FenceSight> release(String cluster, String run, List<Target> targets) {
    return attendant.attend(
        pulse -> {
          FenceScripts scripts = scripts(cluster, run);
          return sights(
              ask(
                  targets,
                  PATIENTLY,
                  pulse,
                  (connection, node) -> scripts.free(connection, name(node), run)));
        });
  }

  @Override
  public List<FenceSight> look(String cluster, List<Target> targets) {
    return attendant.attend(
        pulse -> {
          FenceScripts scripts = scripts(cluster);
          return sights(
              ask(
                  targets,
                  BRIEFLY,
                  pulse,
                  (connection, node) -> scripts.look(connection, name(node))));
        });
  }

  @Override
  public List<String> removeOldJobs(String cluster, String keptRun, List<Target> targets) {
    return attendant.attend(
        pulse -> {
          FenceScripts scripts = scripts(cluster, keptRun);
          return nodes
              .ask(
                  targets,
                  BRIEFLY,
                  pulse,
                  (connection, node) -> scripts.tidy(connection, name(node), keptRun),
                  (node, why) -> List.of(FenceScripts.notTidied(name(node), why)))
              .values()
              .stream()
              .flatMap(List::stream)
              .distinct()
              .toList();
        });
  }

  private Map<Target, FenceReply> ask(
      List<Target> targets, Patient patient, Pulse pulse, EachNode.Work<FenceReply> work)
      throws InterruptedException {
    return nodes.ask(
        targets, patient, pulse, work, (node, why) -> FenceReply.unknown(name(node), why));
  }

  private static FenceScripts scripts(String cluster, String run) throws StepFailed {
    if (!run.matches(RUN)) {
      throw new StepFailed(FailureReason.INVALID, "'" + run + "' is not the id of a run");
    }
    return scripts(cluster);
  }

  private static FenceScripts scripts(String cluster) throws StepFailed {
    if (!cluster.matches(Names.NAME)) {
      throw new StepFailed(
          FailureReason.INVALID,
          "'" + cluster + "' is not the name of a cluster: write " + Names.NAME_IN_WORDS);
    }
    return new FenceScripts(cluster);
  }

  private static List<Target> those(
      Map<Target, FenceReply> replies, Predicate<FenceReply> predicate) {
    return replies.entrySet().stream()
        .filter(entry -> predicate.test(entry.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static List<FenceSight> sights(Map<Target, FenceReply> replies) {
    return replies.values().stream().map(FenceReply::sight).toList();
  }

  private static String name(Target node) {
    return node.node().name();
  }
}
