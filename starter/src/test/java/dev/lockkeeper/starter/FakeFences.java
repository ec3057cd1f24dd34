package dev.lockkeeper.starter;

import dev.lockkeeper.workflows.model.FenceClaim;
import dev.lockkeeper.workflows.model.FenceSight;
import dev.lockkeeper.workflows.model.Target;
import dev.lockkeeper.workflows.runbook.NodeFences;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Fences that exist only in memory, and jobs that a test says still run. */
final class FakeFences implements NodeFences {
  private final Map<String, FenceClaim> standing = new ConcurrentHashMap<>();
  private final Map<String, String> jobs = new ConcurrentHashMap<>();
  private final Map<String, String> problems = new ConcurrentHashMap<>();

  void reset() {
    standing.clear();
    jobs.clear();
    problems.clear();
  }

  void heldBy(String node, FenceClaim claim) {
    standing.put(key(claim.cluster(), node), claim);
  }

  void jobRuns(String node, String directory) {
    jobs.put(node, directory);
  }

  void unreachable(String node) {
    problems.put(node, "cannot be reached");
  }

  boolean stands(String cluster, String node) {
    return standing.containsKey(key(cluster, node));
  }

  @Override
  public List<FenceSight> take(FenceClaim claim, List<Target> nodes) {
    nodes.forEach(node -> standing.putIfAbsent(key(claim.cluster(), name(node)), claim));
    return look(claim.cluster(), nodes);
  }

  @Override
  public List<FenceSight> release(String cluster, String run, List<Target> nodes) {
    nodes.forEach(
        node ->
            standing.computeIfPresent(
                key(cluster, name(node)), (key, claim) -> claim.run().equals(run) ? null : claim));
    return look(cluster, nodes);
  }

  @Override
  public List<FenceSight> look(String cluster, List<Target> nodes) {
    return nodes.stream().map(node -> sight(cluster, name(node))).toList();
  }

  private FenceSight sight(String cluster, String node) {
    List<String> running = jobs.containsKey(node) ? List.of(jobs.get(node)) : List.of();
    String problem = problems.get(node);
    return problem == null
        ? new FenceSight(node, standing.get(key(cluster, node)), running, null)
        : new FenceSight(node, null, List.of(), problem);
  }

  @Override
  public List<String> removeOldJobs(String cluster, String keptRun, List<Target> nodes) {
    return List.of();
  }

  private static String key(String cluster, String node) {
    return cluster + " " + node;
  }

  private static String name(Target node) {
    return node.node().name();
  }
}
