package dev.lockkeeper.workflows.runbook;

import static dev.lockkeeper.workflows.fluss.FlussRequests.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.workflows.FakeFences;
import dev.lockkeeper.workflows.InMemoryTemporal;
import dev.lockkeeper.workflows.InMemoryTemporal.SearchAttributes;
import dev.lockkeeper.workflows.Run;
import dev.lockkeeper.workflows.fluss.FlussRequest;
import dev.lockkeeper.workflows.fluss.FlussUpgrade;
import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.UndoEntry;
import dev.lockkeeper.workflows.model.UndoState;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeState;
import io.temporal.activity.ActivityInterface;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A setting that is changed for the time of a run is put back on every way out of it. */
@Timeout(60)
class TemporarySettingTest {
  /** A cluster with one setting. */
  @ActivityInterface
  public interface Settings {
    String read();

    String write(String value);
  }

  private static final class FakeSettings implements Settings {
    private String value = "true";
    private final Deque<String> lies = new ArrayDeque<>();

    @Override
    public synchronized String read() {
      return value;
    }

    /** A lie is an error or what is read back although something else was set. */
    @Override
    public synchronized String write(String wanted) {
      String lie = lies.poll();
      if (lie == null) {
        value = wanted;
        return value;
      }
      if (lie.startsWith("!")) {
        throw ApplicationFailure.newNonRetryableFailure(lie.substring(1), "UNREACHABLE");
      }
      return lie;
    }

    synchronized void lie(String text) {
      lies.add(text);
    }
  }

  /** One gate while the setting is held. */
  public static final class Procedure implements FlussUpgrade {
    @Override
    public UpgradeReport run(@Nullable FlussRequest request, @Nullable Carried carried) {
      Runbook book = Runbook.open(Objects.requireNonNull(request), carried);
      TemporarySetting<Settings> failover =
          book.temporary("auto_failover", Settings.class, Settings::read, Settings::write);
      return book.run(
          () -> {
            failover.hold("false");
            book.checkpoint(
                "held",
                "Go on",
                "",
                () -> new Evidence(List.of(Fact.good("it", "is held")), book.now()));
            failover.putBack();
          });
    }
  }

  private final FakeSettings settings = new FakeSettings();
  private InMemoryTemporal temporal;
  private Run run;

  @BeforeEach
  void start() {
    temporal =
        InMemoryTemporal.with(
            worker -> {
              worker.registerWorkflowImplementationTypes(Procedure.class);
              worker.registerActivitiesImplementations(
                  settings, new FakeFences(), InMemoryTemporal.support(SearchAttributes.PRESENT));
            });
  }

  @AfterEach
  void stop() {
    temporal.close();
  }

  private void begin() {
    run = temporal.start(FlussUpgrade.TYPE, "upgrade-orders", request());
  }

  private static Tuple entry(UndoState state, String proof) {
    return Tuple.tuple("auto_failover", "true", "false", state, proof);
  }

  private static List<Tuple> entries(UpgradeReport report) {
    return report.undo().stream()
        .filter(entry -> entry.subject().equals("auto_failover"))
        .map(TemporarySettingTest::shown)
        .toList();
  }

  private static Tuple shown(UndoEntry entry) {
    return Tuple.tuple(
        entry.subject(), entry.before(), entry.during(), entry.state(), entry.proof());
  }

  @Test
  void itIsHeldAndPutBackByTheProcedure() {
    begin();
    run.question("held");
    assertThat(settings.read()).isEqualTo("false");
    assertThat(run.status().undo()).extracting(UndoEntry::state).containsOnly(UndoState.OPEN);

    run.approve("held");

    assertThat(entries(run.completed()))
        .containsExactly(entry(UndoState.UNDONE, "read back: true"));
    assertThat(settings.read()).isEqualTo("true");
  }

  @Test
  void itIsPutBackWhenTheRunIsAborted() {
    begin();
    run.question("held");
    run.abort();

    assertThat(entries(run.failedReport()))
        .containsExactly(entry(UndoState.UNDONE, "read back: true"));
    assertThat(settings.read()).isEqualTo("true");
  }

  @Test
  void itIsPutBackWhenTheRunIsCancelled() {
    begin();
    run.question("held");
    run.stub().cancel();
    run.awaitClose();

    assertThat(entries(run.report())).containsExactly(entry(UndoState.UNDONE, "read back: true"));
    assertThat(settings.read()).isEqualTo("true");
  }

  @Test
  void aChangeThatMayHaveHappenedIsPutBackToo() {
    settings.lie("!the connection was lost");
    begin();
    run.answer("auto_failover.set", Choice.ABORT);

    assertThat(entries(run.failedReport()))
        .containsExactly(entry(UndoState.UNDONE, "read back: true"));
  }

  @Test
  void onlyWhatIsReadBackCounts() {
    begin();
    run.question("held");
    settings.lie("false");
    run.approve("held");

    assertThat(run.question("auto_failover.undo").failure())
        .hasToString("UNHEALTHY: auto_failover reads false after it was set to true");
    run.answer("auto_failover.undo", Choice.RETRY);

    assertThat(entries(run.completed()))
        .containsExactly(entry(UndoState.UNDONE, "read back: true"));
  }

  @Test
  void itIsRetriedUntilAPersonSaysToLeaveIt() {
    begin();
    run.question("held");
    settings.lie("!no leader");
    settings.lie("!no leader");
    run.abort();

    run.answer("auto_failover.undo", Choice.RETRY);
    assertThat(run.question("auto_failover.undo#2").choices())
        .containsExactly(Choice.RETRY, Choice.SKIP);
    run.answer("auto_failover.undo#2", Choice.SKIP);

    UpgradeReport report = run.failedReport();
    assertThat(entries(report)).containsExactly(entry(UndoState.LEFT, "a person said to leave it"));
    assertThat(report.reason()).endsWith("NOT taken back: auto_failover");
    assertThat(report.unfinished())
        .containsExactly("auto_failover: not put back; was true, made false");
    assertThat(report.outcome()).isEqualTo(UpgradeState.ABORTED);
  }

  @Test
  void aValueThatIsAsWantedIsNotTouched() {
    settings.write("false");
    begin();
    run.approve("held");

    assertThat(entries(run.completed())).isEmpty();
    assertThat(settings.read()).isEqualTo("false");
  }
}
