package dev.lockkeeper.activities.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.activities.ssh.CommandTimedOut;
import dev.lockkeeper.activities.ssh.OpenSshNode;
import dev.lockkeeper.activities.ssh.Unreachable;
import dev.lockkeeper.workflows.model.FailureReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PatientTest {
  private final AtomicInteger calls = new AtomicInteger();
  private final List<String> said = new ArrayList<>();

  @Test
  void anUnreachableNodeIsTriedAgainUntilItAnswers() throws Exception {
    String answer =
        new Patient(Duration.ofSeconds(20))
            .call(
                said::add,
                () -> {
                  if (calls.incrementAndGet() < 3) {
                    throw OpenSshNode.unreachable("no route to tablet-1");
                  }
                  return "here";
                });

    assertThat(answer).isEqualTo("here");
    assertThat(said).hasSize(2).allMatch(text -> text.endsWith("s: no route to tablet-1"));
  }

  @Test
  void thePatienceHasAnEnd() {
    assertThatThrownBy(
            () ->
                new Patient(Duration.ofMillis(600))
                    .call(
                        said::add,
                        () -> {
                          throw OpenSshNode.unreachable("attempt " + calls.incrementAndGet());
                        }))
        .isInstanceOf(Unreachable.class)
        .hasMessage("attempt " + calls.get());
    assertThat(calls).hasValueBetween(2, 3);
  }

  @Test
  void withoutPatienceThereIsOneAttempt() {
    assertThatThrownBy(
            () ->
                new Patient(Duration.ZERO)
                    .call(
                        said::add,
                        () -> {
                          calls.incrementAndGet();
                          throw OpenSshNode.unreachable("gone");
                        }))
        .isInstanceOf(Unreachable.class);
    assertThat(calls).hasValue(1);
  }

  @Test
  void otherFailuresAreNotTriedAgain() {
    Patient patient = new Patient(Duration.ofSeconds(20));
    assertThatThrownBy(
            () ->
                patient.call(
                    said::add,
                    () -> {
                      calls.incrementAndGet();
                      throw OpenSshNode.timedOut("late");
                    }))
        .isInstanceOf(CommandTimedOut.class);
    assertThatThrownBy(
            () ->
                patient.call(
                    said::add,
                    () -> {
                      calls.incrementAndGet();
                      throw new StepFailed(FailureReason.UNREACHABLE, "ZooKeeper is away");
                    }))
        .isInstanceOf(StepFailed.class);
    assertThat(calls).hasValue(2);
  }

  @Test
  void eachSignOfTheNodeEndsAnOutage() throws Exception {
    // Eight outages of a quarter of a second each are longer than the patience together.
    String answer =
        new Patient(Duration.ofMillis(1_000))
            .callLong(
                said::add,
                heard -> {
                  heard.run();
                  if (calls.incrementAndGet() <= 8) {
                    throw OpenSshNode.unreachable("flapping");
                  }
                  return "here";
                });
    assertThat(answer).isEqualTo("here");
  }

  @Test
  void anInterruptionEndsTheWaiting() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(
            () ->
                new Patient(Duration.ofSeconds(20))
                    .call(
                        said::add,
                        () -> {
                          throw OpenSshNode.unreachable("gone");
                        }))
        .isInstanceOf(InterruptedException.class);
  }
}
