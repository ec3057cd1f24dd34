package dev.lockkeeper.workflows.model;

import java.time.Instant;
import java.util.List;

/**
 * Everything a person wants to know about an open run.
 *
 * @param gates when it asks from now on
 * @param undo what it has changed for its time only
 */
public record UpgradeStatus(
    String workflowId,
    String runId,
    String product,
    String cluster,
    String target,
    UpgradeState state,
    String phase,
    String doing,
    Instant startedAt,
    List<Question> questions,
    List<NodeStatus> nodes,
    List<String> warnings,
    List<Decision> decisions,
    List<IgnoredMessage> ignored,
    GatePolicy gates,
    List<UndoEntry> undo) {}
