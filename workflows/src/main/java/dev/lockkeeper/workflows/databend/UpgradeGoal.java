package dev.lockkeeper.workflows.databend;

import org.jspecify.annotations.Nullable;

/**
 * What shall run in the end.
 *
 * @param query the new databend-query; absent if query nodes stay as they are
 * @param meta the new databend-meta; absent if meta nodes stay as they are
 */
public record UpgradeGoal(@Nullable QueryBinary query, @Nullable MetaBinary meta) {}
