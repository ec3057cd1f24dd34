package dev.lockkeeper.workflows.model;

import java.time.Instant;
import java.util.List;

/** What is kept of a run. */
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
    List<String> warnings) {}
