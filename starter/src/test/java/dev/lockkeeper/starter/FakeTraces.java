package dev.lockkeeper.starter;

import dev.lockkeeper.workflows.model.Target;
import dev.lockkeeper.workflows.recover.NodeTrace;
import dev.lockkeeper.workflows.recover.NodeTraces;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What a test says lies on nodes; nothing on the others. */
final class FakeTraces implements NodeTraces {
  private final Map<String, NodeTrace> traces = new ConcurrentHashMap<>();

  void reset() {
    traces.clear();
  }

  void seen(NodeTrace trace) {
    traces.put(trace.node(), trace);
  }

  @Override
  public List<NodeTrace> look(String cluster, List<Target> nodes) {
    return nodes.stream()
        .map(target -> target.node().name())
        .map(name -> traces.getOrDefault(name, new NodeTrace(name, null, List.of(), null)))
        .toList();
  }
}
