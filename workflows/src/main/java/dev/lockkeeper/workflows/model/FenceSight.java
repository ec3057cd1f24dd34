package dev.lockkeeper.workflows.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of a cluster's fence on one node.
 *
 * @param holder whose fence stands there; absent if none does
 * @param jobs directories of the cluster's jobs that still run on the node, whoever started them
 * @param problem why it is not known, or could not be changed
 */
public record FenceSight(
    String node, @Nullable FenceClaim holder, List<String> jobs, @Nullable String problem) {}
