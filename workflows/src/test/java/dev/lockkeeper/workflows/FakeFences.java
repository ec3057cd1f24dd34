package dev.lockkeeper.workflows;

import dev.lockkeeper.workflows.model.FenceClaim;
import dev.lockkeeper.workflows.model.FenceSight;
import dev.lockkeeper.workflows.model.Target;
import dev.lockkeeper.workflows.runbook.NodeFences;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Fences that exist only in memory. */
public final class FakeFences implements NodeFences {
  private final Map<String, FenceClaim> standing = new ConcurrentHashMap<>();
  private final Set<String> unreachable = new HashSet<>();
  private final Set<String> notGivenBack = new HashSet<>();
  private final Map<String, List<String>> jobs = new ConcurrentHashMap<>();
  private final List<String> removed = new ArrayList<>();

  /** Somebody else's fence stands on a node. */
  public void heldBy(String node, FenceClaim claim) {
    standing.put(key(claim.cluster(), node), claim);
  }

  /** A job that has not ended on a node. */
  public void jobRuns(String node, String directory) {
    jobs.put(node, List.of(directory));
  }

  public synchronized void unreachable(String node) {
    unreachable.add(node);
  }

  public synchronized void reachable(String node) {
    unreachable.remove(node);
  }

  /** The fence that is taken on this node stays there although another node refuses. */
  public synchronized void notGivenBack(String node) {
    notGivenBack.add(node);
  }

  /** The nodes with a fence. */
  public Set<String> standing() {
    return standing.keySet().stream()
        .map(key -> key.substring(key.indexOf(' ') + 1))
        .collect(Collectors.toSet());
  }

  /** The runs whose jobs were kept when older ones were removed. */
  public synchronized List<String> kept() {
    return List.copyOf(removed);
  }

  @Override
  public synchronized List<FenceSight> take(FenceClaim claim, List<Target> nodes) {
    boolean free =
        names(nodes).stream()
            .allMatch(
                node ->
                    !unreachable.contains(node)
                        && (!standing.containsKey(key(claim.cluster(), node))
                            || claim.run().equals(standing.get(key(claim.cluster(), node)).run())));
    names(nodes).stream()
        .filter(node -> free || notGivenBack.contains(node))
        .forEach(node -> standing.put(key(claim.cluster(), node), claim));
    return look(claim.cluster(), nodes);
  }

  @Override
  public synchronized List<FenceSight> release(String cluster, String run, List<Target> nodes) {
    names(nodes).stream()
        .filter(node -> !unreachable.contains(node))
        .forEach(
            node ->
                standing.computeIfPresent(
                    key(cluster, node), (name, claim) -> claim.run().equals(run) ? null : claim));
    return look(cluster, nodes);
  }

  @Override
  public synchronized List<FenceSight> look(String cluster, List<Target> nodes) {
    return names(nodes).stream()
        .map(
            node ->
                unreachable.contains(node)
                    ? new FenceSight(node, null, List.of(), "cannot be reached")
                    : new FenceSight(
                        node,
                        standing.get(key(cluster, node)),
                        jobs.getOrDefault(node, List.of()),
                        null))
        .toList();
  }

  @Override
  public synchronized List<String> removeOldJobs(
      String cluster, String keptRun, List<Target> nodes) {
    removed.add(keptRun);
    return List.of();
  }

  private static String key(String cluster, String node) {
    return cluster + " " + node;
  }

  private static List<String> names(List<Target> nodes) {
    return nodes.stream().map(target -> target.node().name()).toList();
  }
}
