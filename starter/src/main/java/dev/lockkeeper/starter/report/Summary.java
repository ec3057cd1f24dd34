package dev.lockkeeper.starter.report;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a run as a whole.
 *
 * @param outcome its state, or Temporal's word for how it was cut off
 * @param open whether it goes on
 * @param reason why it ended, or where it stands
 * @param endedAt when it ended, or was looked at
 * @param mixed the time in mixed versions; absent if there was none or it is not known
 * @param unfinished what is half done, as sentences
 * @param notes what is not known, and why
 * @param zone in which its times are shown
 * @param release of Lockkeeper that wrote it
 */
public record Summary(
    String workflowId,
    String runId,
    String product,
    String cluster,
    @Nullable String target,
    String outcome,
    boolean open,
    String reason,
    Instant startedAt,
    Instant endedAt,
    List<Lane> nodes,
    @Nullable Mixed mixed,
    List<String> unfinished,
    List<String> notes,
    String zone,
    String release) {}
