package dev.lockkeeper.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.temporal.api.common.v1.ActivityType;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What each node costs, read from histories. */
class LongUpgradeTest {
  @Test
  void aNodeCostsWhatLiesBetweenItsRestartAndTheNext() {
    LongUpgrade upgrade =
        LongUpgrade.of(
            List.of(
                activity(0, "LookalikeInspect"),
                activity(1, "LookalikeRestart"),
                activity(2, "LookalikeAwaitReturn"),
                activity(4, "LookalikeRestart"),
                activity(5, "LookalikeAwaitReturn"),
                activity(6, "LookalikeSafeToStop"),
                activity(9, "LookalikeRestart")));

    assertThat(upgrade.events()).containsExactly(2.0, 3.0);
    assertThat(upgrade.seconds()).containsExactly(3.0, 5.0);
  }

  @Test
  void aTenthIsTakenFromEachEnd() {
    List<Double> samples = IntStream.rangeClosed(1, 29).mapToObj(i -> (double) i).toList();

    assertThat(LongUpgrade.firstTenth(samples)).containsExactly(1.0, 2.0);
    assertThat(LongUpgrade.lastTenth(samples)).containsExactly(28.0, 29.0);
  }

  private static HistoryEvent activity(long second, String type) {
    return HistoryEvent.newBuilder()
        .setEventType(EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
        .setEventTime(Timestamp.newBuilder().setSeconds(second))
        .setActivityTaskScheduledEventAttributes(
            ActivityTaskScheduledEventAttributes.newBuilder()
                .setActivityType(ActivityType.newBuilder().setName(type)))
        .build();
  }
}
