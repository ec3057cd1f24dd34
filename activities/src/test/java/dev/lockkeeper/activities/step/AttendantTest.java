package dev.lockkeeper.activities.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockkeeper.activities.ssh.OpenSshNode;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.workflows.model.Beat;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Mark;
import io.temporal.activity.ActivityInterface;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class AttendantTest {
  private final TestActivityEnvironment environment = TestActivityEnvironment.newInstance();
  private final Attendant attendant = new Attendant();

  @AfterEach
  void stop() {
    attendant.close();
    environment.close();
  }

  /** An activity for the tests. */
  @ActivityInterface
  public interface Doing {
    String run();
  }

  @Test
  void theBodysResultIsTheActivitys() {
    assertThat(activity(pulse -> "done").run()).isEqualTo("done");
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new StepFailed(FailureReason.UNHEALTHY, "why"), FailureReason.UNHEALTHY),
        Arguments.of(OpenSshNode.unreachable("why"), FailureReason.UNREACHABLE),
        Arguments.of(OpenSshNode.timedOut("why"), FailureReason.TIMEOUT),
        Arguments.of(OpenSshNode.transferFailed("why"), FailureReason.FAILED_COMMAND),
        Arguments.of(OpenSshNode.badCredentials("why"), FailureReason.REFUSED));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aFailureIsFlatTypedAndNotRetried(Exception thrown, FailureReason reason) {
    ApplicationFailure failure =
        failure(
            pulse -> {
              if (thrown instanceof SshFailure ssh) {
                throw ssh;
              }
              throw (StepFailed) thrown;
            });

    assertThat(failure.getType()).isEqualTo(reason.name());
    assertThat(failure.getOriginalMessage()).isEqualTo("why");
    assertThat(failure.isNonRetryable()).isTrue();
    assertThat(failure.getCause()).isNull();
    assertThat(failure.getDetails().get(0, Mark[].class)).isEmpty();
  }

  @Test
  void anUnexpectedExceptionIsADefect() {
    ApplicationFailure failure =
        failure(
            pulse -> {
              throw new IllegalStateException("index out of thin air", new RuntimeException("x"));
            });
    assertThat(failure.getType()).isEqualTo("DEFECT");
    assertThat(failure.getOriginalMessage())
        .isEqualTo("java.lang.IllegalStateException: index out of thin air");
    assertThat(failure.getCause()).isNull();
  }

  @Test
  void aLongMessageKeepsItsHeadAndItsEnd() {
    ApplicationFailure failure =
        failure(
            pulse -> {
              throw new StepFailed(
                  FailureReason.FAILED_COMMAND, "stopping " + "x".repeat(9_000) + " last words");
            });
    assertThat(failure.getOriginalMessage())
        .hasSizeLessThan(3_100)
        .startsWith("stopping xxx")
        .contains("[…]")
        .endsWith("xxx last words");
  }

  @Test
  void heartbeatsCarryWhatWasSaidLastAndHowMuchOfAJobsOutputWasHeard() {
    List<Beat> beats = new CopyOnWriteArrayList<>();
    CountDownLatch last = new CountDownLatch(1);
    environment.setActivityHeartbeatListener(
        Beat.class,
        beat -> {
          beats.add(beat);
          if (beat.doing().equals("unreachable")) {
            last.countDown();
          }
        });

    activity(
            pulse -> {
              pulse.say("one");
              pulse.beat(new Beat("two", 700));
              pulse.say("unreachable");
              last.await();
              return "done";
            })
        .run();

    assertThat(beats).contains(new Beat("unreachable", 700));
  }

  @Test
  void theNextAttemptKnowsWhatTheOneBeforeSaid() {
    environment.setHeartbeatDetails(new Beat("stopping", 700));
    assertThat(activity(pulse -> String.valueOf(pulse.earlier())).run())
        .isEqualTo(new Beat("stopping", 700).toString());
  }

  @Test
  void inTheFirstAttemptNothingWasSaidBefore() {
    assertThat(activity(pulse -> String.valueOf(pulse.earlier())).run()).isEqualTo("null");
  }

  @Test
  void aHeartbeatOfAnotherReleaseIsNoObstacle() {
    environment.setHeartbeatDetails("stopping");
    assertThat(activity(pulse -> String.valueOf(pulse.earlier())).run()).isEqualTo("null");
  }

  @Test
  void theMarksOfAFailedJobGoWithItsFailure() {
    List<Mark> marks =
        List.of(
            new Mark("stopping", Instant.parse("2026-01-02T03:04:05.670Z")),
            new Mark("stopped", Instant.parse("2026-01-02T03:04:06.780Z")));
    ApplicationFailure failure =
        failure(
            pulse -> {
              throw new StepFailed(FailureReason.FAILED_COMMAND, "why", marks);
            });
    assertThat(failure.getDetails().get(0, Mark[].class)).containsExactlyElementsOf(marks);
  }

  @Test
  void aCancellationInterruptsTheBodyAndLeavesTheThreadClean() {
    AtomicBoolean interrupted = new AtomicBoolean();
    CountDownLatch begun = new CountDownLatch(1);
    Doing doing =
        activity(
            pulse -> {
              begun.countDown();
              try {
                TimeUnit.SECONDS.sleep(50);
              } catch (InterruptedException e) {
                interrupted.set(true);
                throw e;
              }
              return "not reached";
            });
    Thread canceller =
        new Thread(
            () -> {
              try {
                begun.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              environment.requestCancelActivity();
            });
    canceller.start();

    assertThatThrownBy(doing::run)
        .satisfies(
            thrown ->
                assertThat(thrown.toString() + thrown.getCause()).containsIgnoringCase("cancel"));
    assertThat(interrupted).isTrue();
  }

  @Test
  void aBodyInterruptedByTheEndOfItsWorkerMayBeRetried() {
    ApplicationFailure failure =
        failure(
            pulse -> {
              throw new InterruptedException();
            });
    assertThat(failure.getType()).isEqualTo("WORKER_STOPPING");
    assertThat(failure.isNonRetryable()).isFalse();
  }

  private ApplicationFailure failure(StepBody<String> body) {
    ActivityFailure failure =
        catchThrowableOfType(ActivityFailure.class, () -> activity(body).run());
    assertThat(failure).isNotNull();
    return (ApplicationFailure) failure.getCause();
  }

  private Doing activity(StepBody<String> body) {
    environment.registerActivitiesImplementations(new DoingBody(attendant, body));
    return environment.newActivityStub(Doing.class);
  }

  /** Runs a test's body. */
  public record DoingBody(Attendant attendant, StepBody<String> body) implements Doing {
    @Override
    public String run() {
      return attendant.attend(body);
    }
  }
}
