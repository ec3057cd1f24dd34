package dev.lockkeeper.starter.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.workflows.model.Mark;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.model.NodeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TimeInStateTest {
  private static final Instant START = Instant.parse("2026-03-01T22:58:00Z");

  @Test
  void aWindowThatIsOpenCountsOnAfterThoseThatAreOver() {
    Ran over = job(at(10), at(20), at(11), at(15));
    Ran open = job(at(30), at(33), at(31), null);
    TimeInState node = of(NodeState.BLOCKED, 4.0, over, open);

    assertThat(node.downSince()).isEqualTo(at(31));
    assertThat(node.downSinceMarked()).isTrue();
    assertThat(node.downUntil(at(41))).isEqualTo(14.0);
    assertThat(node.downUntil(at(42))).isEqualTo(15.0);
    assertThat(node.inState(at(60))).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void aRestartUnderWayCountsFromItsBeginningAsLongAsItsJobHasToldNothing() {
    TimeInState node = of(NodeState.DOWN, null);
    assertThat(node.downSince()).isEqualTo(at(40));
    assertThat(node.downSinceMarked()).isFalse();
    assertThat(node.downUntil(at(45))).isEqualTo(5.0);
  }

  @Test
  void aServerThatServesAgainIsNotDown() {
    TimeInState node = of(NodeState.RECOVERING, 4.0, job(at(10), at(20), at(11), at(15)));
    assertThat(node.downSince()).isNull();
    assertThat(node.downUntil(at(99))).isEqualTo(4.0);
    assertThat(of(NodeState.UPGRADED, null, job(at(10), at(20), at(11), null)).downSince())
        .as("it was seen healthy since")
        .isNull();
    assertThat(of(NodeState.PENDING, null).downUntil(at(99))).isNull();
  }

  @Test
  void aNodesClockThatIsFarOffIsReplacedByTheTimeOfItsCommand() {
    TimeInState node =
        of(NodeState.BLOCKED, null, job(at(30), at(33), at(31).plusSeconds(7200), null));
    assertThat(node.downSince()).isEqualTo(at(30));
  }

  @Test
  void clocksThatDifferALittleGiveNoNegativeTime() {
    TimeInState node = of(NodeState.DOWN, null);
    assertThat(node.inState(at(39))).isZero();
    assertThat(node.downUntil(at(39))).isZero();
  }

  @Test
  void aStoredRunThatIsCutOffInARestartHasItsNodeDown() {
    StoredHistory part = StoredHistory.of("FlussUpgrade/full-stop.0.1.0");
    long down = 0;
    for (int events = 40; events < part.events(); events += 20) {
      StoredHistory cut = part.after(events);
      if (cut.told().last() != null) {
        down +=
            TimeInState.of(cut.told().last().nodes(), cut.told().commands()).stream()
                .filter(node -> node.downSince() != null)
                .count();
      }
    }
    assertThat(down).isPositive();
    assertThat(TimeInState.of(part.ended().report().nodes(), part.told().commands()))
        .allSatisfy(node -> assertThat(node.downSince()).isNull());
  }

  private static TimeInState of(NodeState state, @Nullable Double down, Ran... commands) {
    NodeStatus node =
        new NodeStatus("n-1", "10.0.0.1", "tablet", state, "0.7.0", "0.7.0", at(40), down);
    return TimeInState.of(List.of(node), List.of(commands)).get(0);
  }

  private static Ran job(Instant from, Instant to, Instant stopping, @Nullable Instant listening) {
    Mark stopped = new Mark(Mark.STOPPING, stopping);
    List<Mark> marks =
        listening == null
            ? List.of(stopped)
            : List.of(stopped, new Mark(Mark.LISTENING, listening));
    Ran.Job job = new Ran.Job("n-1", "restart", 1, "d", null, null, null, marks, null);
    return new Ran("Restart (n-1)", "R", from, to, "done", 1, null, "", null, null, job);
  }

  private static Instant at(int seconds) {
    return START.plusSeconds(seconds);
  }
}
