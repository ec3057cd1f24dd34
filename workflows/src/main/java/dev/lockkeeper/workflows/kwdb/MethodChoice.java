package dev.lockkeeper.workflows.kwdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which way of the page it is: what the nodes' own files say, checked against the request.
 *
 * @param method absent if no way fits
 */
record MethodChoice(@Nullable KwdbMethod method, List<String> problems) {
  /** Nothing can be said. */
  static final MethodChoice NONE = new MethodChoice(null, List.of());

  static MethodChoice of(KwdbRequest request, Map<String, NodeInspection> inspections) {
    List<String> problems = new ArrayList<>();
    KwdbMethod asked = request.kwdb().method();
    Set<KwdbMethod> said =
        inspections.values().stream()
            .map(NodeInspection::method)
            .filter(Objects::nonNull)
            .collect(Collectors.toCollection(java.util.TreeSet::new));
    if (said.size() > 1) {
      problems.add("the nodes are installed in different ways: " + words(said));
      return new MethodChoice(null, problems);
    }
    KwdbMethod found = said.isEmpty() ? null : said.iterator().next();
    KwdbMethod method = asked == null ? found : asked;
    if (method == null) {
      problems.add(
          "no node has an /etc/kaiwudb/info/MODE that says how it was installed; give kwdb.method");
      return new MethodChoice(null, problems);
    }
    if (found != null && !agrees(method, found)) {
      problems.add(
          "kwdb.method is "
              + method.word()
              + ", but the nodes' MODE says "
              + found.word()
              + "; correct the request");
    }
    if (method.byScript() && found == null) {
      problems.add(
          "kwdb.method is " + method.word() + ", but deploy.sh has not installed these nodes");
    }
    checkTopology(method, inspections, problems);
    return new MethodChoice(method, problems);
  }

  /** deploy.sh makes containers by Compose; one that was made by docker run has no MODE. */
  private static boolean agrees(KwdbMethod method, KwdbMethod found) {
    return method == found || method == KwdbMethod.SOURCE || method == KwdbMethod.IMPORT_EXPORT;
  }

  private static void checkTopology(
      KwdbMethod method, Map<String, NodeInspection> inspections, List<String> problems) {
    Set<Topology> topologies =
        inspections.values().stream()
            .map(NodeInspection::topology)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    int nodes = inspections.size();
    if (topologies.size() > 1) {
      problems.add("the nodes were started in different ways: " + topologies);
    }
    if (method == KwdbMethod.ROLLING && nodes < 3) {
      problems.add(
          "a multi-replica cluster has at least 3 nodes, the request has "
              + nodes
              + "; name all of them");
    }
    if (method == KwdbMethod.STANDALONE && nodes > 1) {
      problems.add(
          "the nodes are standalone installations; upgrade each with a request of its own");
    }
    boolean oneByOne = method.byImage() || method == KwdbMethod.SOURCE;
    if (oneByOne && topologies.contains(Topology.SINGLE_REPLICA)) {
      problems.add(
          "the nodes are a single-replica cluster, which must stop as a whole; the vendor"
              + " describes that for deploy.sh only");
    }
    if (oneByOne && topologies.contains(Topology.STANDALONE) && nodes > 1) {
      problems.add(
          "the nodes are standalone installations; upgrade each with a request of its own");
    }
  }

  private static String words(Set<KwdbMethod> methods) {
    return methods.stream().map(KwdbMethod::word).collect(Collectors.joining(", "));
  }
}
