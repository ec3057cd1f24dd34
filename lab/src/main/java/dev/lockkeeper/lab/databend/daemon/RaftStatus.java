package dev.lockkeeper.lab.databend.daemon;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A node's state at one moment.
 *
 * @param lastApplied the entry that was applied last
 * @param replication the last index that each node has; empty unless this is the leader
 */
record RaftStatus(
    Member self,
    RaftRole role,
    @Nullable Member leader,
    long term,
    int lastIndex,
    int applied,
    Entry lastApplied,
    List<Member> voters,
    SortedMap<Integer, Integer> replication,
    int keys,
    long sequence,
    long logBytes) {

  boolean isLeader() {
    return role == RaftRole.LEADER;
  }

  boolean isMember() {
    return voters.stream().anyMatch(voter -> voter.id() == self.id());
  }
}
