package dev.lockkeeper.workflows.recover;

import dev.lockkeeper.workflows.model.FenceClaim;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What upgrades of a cluster have left on one node.
 *
 * @param holder whose fence stands there; absent if none does
 * @param jobs all that are there, in the order in which they were started
 * @param problem why not everything is known of the node
 */
public record NodeTrace(
    String node, @Nullable FenceClaim holder, List<JobTrace> jobs, @Nullable String problem) {}
