package dev.lockkeeper.workflows.databend;

import dev.lockkeeper.workflows.model.Evidence;
import java.time.Instant;
import java.util.List;

/**
 * A look at the query nodes.
 *
 * @param version of the node that it was about; empty if it did not answer, or none was meant
 */
public record QuerySight(Evidence evidence, String version) {
  /** Stands in a plan for a node that has come back on this release. */
  static QuerySight supposed(String version, Instant now) {
    return new QuerySight(new Evidence(List.of(), now), version);
  }
}
