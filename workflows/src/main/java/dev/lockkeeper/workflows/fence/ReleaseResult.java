package dev.lockkeeper.workflows.fence;

import dev.lockkeeper.workflows.model.FenceSight;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a release saw and did.
 *
 * @param run whose fence was removed; absent if it only looked
 * @param before each node as it was found
 * @param after each node afterwards; empty if it only looked
 */
public record ReleaseResult(
    String cluster, @Nullable String run, List<FenceSight> before, List<FenceSight> after) {}
