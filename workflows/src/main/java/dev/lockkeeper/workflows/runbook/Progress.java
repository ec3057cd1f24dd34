package dev.lockkeeper.workflows.runbook;

import dev.lockkeeper.workflows.model.IgnoredMessage;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.NodeStatus;
import dev.lockkeeper.workflows.model.StepRecord;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeRequest;
import dev.lockkeeper.workflows.model.UpgradeState;
import dev.lockkeeper.workflows.model.UpgradeStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  UpgradeStatus status(UpgradeState state, Desk desk) {
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
        List.copyOf(ignored));
  }

  UpgradeReport report(UpgradeState state, Desk desk, Instant now) {
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
        List.copyOf(warnings));
  }
}
