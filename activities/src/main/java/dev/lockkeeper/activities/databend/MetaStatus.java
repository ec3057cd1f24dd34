package dev.lockkeeper.activities.databend;

import dev.lockkeeper.workflows.databend.DatabendVersion;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of one databend-meta node, from its admin API or from databend-metactl.
 *
 * @param id its raft_config.id
 * @param binary its release; empty where only the date of a library is shown
 * @param data the form of its data, such as {@code V004}; null if it does not tell
 * @param state {@code Leader}, {@code Follower}, {@code Candidate} or {@code Learner}
 * @param leader id of the leader it knows; null if it knows none
 * @param term the current term
 * @param lastLogIndex the last entry of its log
 * @param lastApplied the last entry that it has applied; 0 if none
 * @param lastSequence number of the last change to the data
 * @param snapshotKeys keys in its snapshot; null before 1.2.658
 * @param snapshotIndex the last log entry in its snapshot; null if it has none or does not tell
 * @param voters ids of the voters, in ascending order
 */
public record MetaStatus(
    long id,
    Optional<DatabendVersion> binary,
    @Nullable String data,
    String state,
    @Nullable Long leader,
    long term,
    long lastLogIndex,
    long lastApplied,
    long lastSequence,
    @Nullable Long snapshotKeys,
    @Nullable Long snapshotIndex,
    List<Long> voters) {
  public MetaStatus {
    voters = voters.stream().sorted().toList();
  }

  /** Whether it leads. */
  public boolean leads() {
    return state.equals("Leader");
  }
}
