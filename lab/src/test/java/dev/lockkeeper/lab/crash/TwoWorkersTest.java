package dev.lockkeeper.lab.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.lab.lookalike.Expectation;
import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.UpgradeRequest;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two workers poll one queue, and the one that has a step in hand is killed in the middle of it.
 */
@Timeout(180)
class TwoWorkersTest {
  /** What an operator was promised. */
  private static final Duration PROMISED = Duration.ofSeconds(15);

  @TempDir private Path directory;

  @Test
  void theOtherWorkerGoesOnWithTheStepWithinFifteenSeconds() throws Exception {
    SingleLane.with("pair", directory, TwoWorkersTest::killOneOfTwo);
  }

  private static void killOneOfTwo(Lane lane) throws InterruptedException {
    KilledInTheMiddle strike = new KilledInTheMiddle(lane.secondWorker());
    // The node is down for longer than it takes to notice that a worker is lost.
    lane.cluster().node("node-2").slow("stop.seconds", 6.0);
    Trial trial = new Trial(lane, Moment.STOPPING.point(), strike, (at, question) -> Choice.ABORT);

    Attempt attempt =
        trial.run(
            lane.cluster().request(), Expectation.upgraded(lane.cluster().target().version()));

    assertThat(attempt.struck()).isTrue();
    assertThat(attempt.converged()).as(attempt.toString()).isTrue();
    System.out.printf(
        "The other worker went on with the step %.1f s after the kill.%n",
        strike.took().toMillis() / 1000.0);
    assertThat(strike.took()).isLessThan(PROMISED);
  }

  /** Kills the worker that has the open step, and waits until the other one has it. */
  private static final class KilledInTheMiddle implements Strike {
    private final CrashWorkerProcess other;
    private Duration took = Duration.ZERO;

    KilledInTheMiddle(CrashWorkerProcess other) {
      this.other = other;
    }

    Duration took() {
      return took;
    }

    @Override
    public void on(Lane lane) throws InterruptedException {
      String first = worker(lane).orElseThrow();
      boolean others = first.startsWith(other.pid() + "@");
      assertThat(others || first.startsWith(lane.worker().pid() + "@")).as(first).isTrue();
      (others ? other : lane.worker()).kill9();
      long killed = System.nanoTime();
      String next = first;
      while (next.equals(first)) {
        Thread.sleep(20);
        next = worker(lane).orElse(first);
      }
      took = Duration.ofNanos(System.nanoTime() - killed);
      assertThat(next).startsWith((others ? lane.worker() : other).pid() + "@");
    }

    /** Who has the only open step in hand. */
    private static Optional<String> worker(Lane lane) {
      return lane
          .client()
          .newUntypedWorkflowStub(UpgradeRequest.workflowId(lane.name()))
          .describe()
          .getRawDescription()
          .getPendingActivitiesList()
          .stream()
          .filter(step -> step.getState() == PendingActivityState.PENDING_ACTIVITY_STATE_STARTED)
          .map(PendingActivityInfo::getLastWorkerIdentity)
          .findFirst();
    }
  }
}
