package dev.lockkeeper.activities.databend;

import dev.lockkeeper.workflows.databend.Daemon;
import org.jspecify.annotations.Nullable;

/**
 * What a meta node said of itself at one moment.
 *
 * @param status null if it said nothing
 * @param failure why not; empty if it did
 */
record MetaReading(Daemon daemon, @Nullable MetaStatus status, String failure) {
  /** Whether it takes part: it answers, is a member, and knows a leader. */
  boolean takesPart() {
    return status != null
        && (status.leads() || status.state().equals("Follower"))
        && status.leader() != null;
  }
}
