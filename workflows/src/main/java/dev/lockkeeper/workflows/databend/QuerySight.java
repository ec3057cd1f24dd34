package dev.lockkeeper.workflows.databend;

import dev.lockkeeper.workflows.model.Evidence;

/**
 * A look at the query nodes.
 *
 * @param version of the node that it was about; empty if it did not answer, or none was meant
 */
public record QuerySight(Evidence evidence, String version) {}
