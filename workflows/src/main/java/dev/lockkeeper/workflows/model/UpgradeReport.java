package dev.lockkeeper.workflows.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a run.
 *
 * @param undo what it has changed for its time only, each with the proof that it was put back
 * @param unfinished what is half done, as sentences; empty when the run left nothing behind
 * @param plan what an upgrade would do; only of a run that planned
 */
public record UpgradeReport(
    String workflowId,
    String runId,
    String product,
    String cluster,
    String target,
    UpgradeState outcome,
    String reason,
    Instant startedAt,
    Instant endedAt,
    List<NodeStatus> nodes,
    List<StepRecord> steps,
    List<Decision> decisions,
    List<IgnoredMessage> ignored,
    List<Waiver> waivers,
    List<String> warnings,
    List<UndoEntry> undo,
    List<String> unfinished,
    @Nullable Plan plan) {}
