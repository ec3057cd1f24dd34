package dev.lockkeeper.workflows.runbook;

import dev.lockkeeper.workflows.model.GatePolicy;
import dev.lockkeeper.workflows.model.IgnoredMessage;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.model.NodeStatus;
import dev.lockkeeper.workflows.model.Plan;
import dev.lockkeeper.workflows.model.StepRecord;
import dev.lockkeeper.workflows.model.UndoEntry;
import dev.lockkeeper.workflows.model.UndoState;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeRequest;
import dev.lockkeeper.workflows.model.UpgradeState;
import dev.lockkeeper.workflows.model.UpgradeStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a run remembers of itself, for status and report. Knows nothing of Temporal. */
final class Progress {
  /** More than this many are of no use to a reader; the event history keeps them all. */
  private static final int IGNORED_KEPT = 20;

  private final String workflowId;
  private final String runId;
  private final UpgradeRequest request;
  private final Instant startedAt;
  private final Map<String, NodeProgress> nodes = new LinkedHashMap<>();
  private final List<StepRecord> steps = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<IgnoredMessage> ignored = new ArrayList<>();
  private final List<String> doing = new ArrayList<>();
  private String phase = "";
  private @Nullable UpgradeState outcome;
  private String reason = "";
  private @Nullable Instant endedAt;

  Progress(String workflowId, String runId, UpgradeRequest request, Instant startedAt) {
    this.workflowId = workflowId;
    this.runId = runId;
    this.request = request;
    this.startedAt = startedAt;
    request.nodes().forEach(node -> nodes.put(node.name(), new NodeProgress(node, startedAt)));
  }

  /** The progress of a run that is continued. */
  Progress(String workflowId, String runId, UpgradeRequest request, Carried.ProgressState carried) {
    this(workflowId, runId, request, carried.startedAt());
    phase = carried.phase();
    steps.addAll(carried.steps());
    warnings.addAll(carried.warnings());
    ignored.addAll(carried.ignored());
    Map<String, NodeStatus> before = new HashMap<>();
    carried.nodes().forEach(node -> before.put(node.name(), node));
    nodes.replaceAll(
        (name, fresh) -> {
          NodeStatus known = before.get(name);
          return known == null ? fresh : fresh.continued(known);
        });
  }

  Carried.ProgressState carry() {
    return new Carried.ProgressState(
        phase, startedAt, nodes(), List.copyOf(steps), List.copyOf(warnings), List.copyOf(ignored));
  }

  String phase() {
    return phase;
  }

  void phase(String title) {
    phase = title;
  }

  NodeProgress node(Node node) {
    NodeProgress progress = nodes.get(node.name());
    if (progress == null) {
      throw new IllegalStateException("the request has no node " + node.name());
    }
    return progress;
  }

  List<NodeStatus> nodes() {
    return nodes.values().stream().map(NodeProgress::shown).toList();
  }

  void begin(String title) {
    doing.add(title);
  }

  void end(String title, StepRecord step) {
    doing.remove(title);
    steps.add(step);
  }

  /** Forgets something that was announced but not begun. */
  void drop(String title) {
    doing.remove(title);
  }

  void warn(String warning) {
    if (!warnings.contains(warning)) {
      warnings.add(warning);
    }
  }

  void ignore(IgnoredMessage message) {
    if (ignored.size() == IGNORED_KEPT) {
      ignored.remove(0);
    }
    ignored.add(message);
  }

  void close(UpgradeState end, String why, Instant now) {
    outcome = end;
    reason = why;
    endedAt = now;
    doing.clear();
  }

  @Nullable UpgradeState outcome() {
    return outcome;
  }

  UpgradeStatus status(UpgradeState state, Desk desk, GatePolicy gates, List<UndoEntry> undo) {
    String current = outcome == null ? String.join("; ", doing) : reason;
    return new UpgradeStatus(
        workflowId,
        runId,
        request.product(),
        request.cluster(),
        request.release().version(),
        state,
        phase,
        current,
        startedAt,
        desk.questions(),
        nodes(),
        List.copyOf(warnings),
        desk.decisions(),
        List.copyOf(ignored),
        gates,
        undo);
  }

  UpgradeReport report(
      UpgradeState state, Desk desk, List<UndoEntry> undo, @Nullable Plan plan, Instant now) {
    return new UpgradeReport(
        workflowId,
        runId,
        request.product(),
        request.cluster(),
        request.release().version(),
        state,
        reason,
        startedAt,
        endedAt == null ? now : endedAt,
        nodes(),
        List.copyOf(steps),
        desk.decisions(),
        List.copyOf(ignored),
        request.waivers(),
        List.copyOf(warnings),
        undo,
        unfinished(undo),
        plan);
  }

  /** Why the nodes cannot come in this order; empty if they can. */
  Optional<String> objectionToOrder(List<String> order, Course course) {
    List<String> wrong = new ArrayList<>();
    for (String name : order) {
      NodeProgress node = nodes.get(name);
      if (node == null) {
        wrong.add(name + " is no node of this run");
      } else if (course.hasFinished(name)
          || !(node.state() == NodeState.PENDING || node.state() == NodeState.STAGED)) {
        wrong.add(name + " has been begun already");
      }
    }
    if (Set.copyOf(order).size() < order.size()) {
      wrong.add("a node is named twice");
    }
    return wrong.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", wrong));
  }

  /** What somebody has to look after when the run is not there any more, or ends like this. */
  private List<String> unfinished(List<UndoEntry> undo) {
    List<String> sentences = new ArrayList<>();
    for (NodeStatus node : nodes()) {
      switch (node.state()) {
        case DOWN ->
            sentences.add(
                node.name()
                    + ": its server was being restarted; look whether it runs, and on which release");
        case RECOVERING ->
            sentences.add(node.name() + ": was restarted, but was not seen healthy since");
        case BLOCKED ->
            sentences.add(node.name() + ": a step on it has failed and waits for an answer");
        default -> {}
      }
    }
    undo.stream()
        .filter(entry -> entry.state() != UndoState.UNDONE)
        .forEach(
            entry ->
                sentences.add(
                    entry.subject()
                        + ": not put back; was "
                        + entry.before()
                        + ", made "
                        + entry.during()));
    if (outcome == null) {
      doing.forEach(step -> sentences.add("begun and not ended: " + step));
    }
    return sentences;
  }
}
