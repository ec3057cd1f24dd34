package dev.lockkeeper.lab.databend.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A leader and a follower whose calls the test carries. */
@Timeout(20)
class RaftStateTest {
  /** Longer than the test may take: whatever waits for a heartbeat fails it. */
  private static final RaftTiming NO_HEARTBEAT = new RaftTiming(600_000, 0);

  private static final Member FIRST = new Member(1, new Address("127.0.0.1", 1), "127.0.0.1:1");
  private static final Member SECOND = new Member(2, new Address("127.0.0.1", 2), "127.0.0.1:2");

  private RaftState leader;
  private RaftState other;
  private Follower follower;

  @BeforeEach
  void elect(@TempDir Path directory) throws Exception {
    leader = state(FIRST, directory);
    other = state(SECOND, directory);
    leader.found();
    leader.stand();
    assertThat(leader.lead(leader.term())).isTrue();
    follower = leader.follower(2);
    leader.append(SECOND.command());
    while (other.last() < leader.last()) {
      carry();
    }
  }

  @Test
  void aFollowerIsToldAtOnceThatAnEntryIsCommitted() throws Exception {
    leader.append(KeyValues.put("key", "value", 0));
    carry();
    assertThat(leader.status().sequence()).isEqualTo(1);

    carry();

    assertThat(other.status().sequence()).isEqualTo(1);
    assertThat(other.keys()).containsEntry("key", "value");
  }

  private void carry() throws InterruptedException {
    AppendCall call = leader.next(follower, leader.term(), false);
    assertThat(call).isNotNull();
    boolean done = other.take(call);
    leader.answered(follower, call, other.term(), done, other.last());
  }

  private static RaftState state(Member self, Path directory) throws IOException {
    return new RaftState(self, new RaftDisk(directory.resolve("raft-" + self.id())), NO_HEARTBEAT);
  }
}
