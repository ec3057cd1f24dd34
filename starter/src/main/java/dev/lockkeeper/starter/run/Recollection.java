package dev.lockkeeper.starter.run;

import dev.lockkeeper.workflows.model.UpgradeReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that the event history of a run tells, from the first run of its chain on.
 *
 * @param startedBy who started it, as far as Temporal knows
 * @param commands in the order in which they were given
 * @param moments how it stood from time to time; empty if that is not known
 * @param last its report when it last came to rest; absent if it said nothing
 * @param problem why the moments are not known, or not all of them
 */
public record Recollection(
    @Nullable String startedBy,
    List<Ran> commands,
    List<Moment> moments,
    @Nullable UpgradeReport last,
    @Nullable String problem) {}
