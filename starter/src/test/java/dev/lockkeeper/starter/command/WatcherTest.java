package dev.lockkeeper.starter.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.starter.CommandProblem;
import dev.lockkeeper.starter.ExitCode;
import dev.lockkeeper.starter.run.Closing;
import dev.lockkeeper.starter.run.RunFacts;
import dev.lockkeeper.starter.run.Sight;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class WatcherTest {
  private static final RunFacts FACTS =
      new RunFacts(
          "upgrade-orders",
          "r",
          "orders",
          "fluss",
          null,
          "RUNNING",
          null,
          null,
          Instant.EPOCH,
          null);
  private static final Supplier<Sight> AWAY =
      () -> {
        throw new CommandProblem(ExitCode.NO_TEMPORAL, "No Temporal server answers");
      };
  private static final Supplier<Sight> SILENT = () -> new Sight.Silent(FACTS, "no worker");
  private final List<String> seen = new ArrayList<>();

  @Test
  void aRunIsFollowedThroughAnOutageWithOneNoteForItsBeginAndEnd() {
    ExitCode exit =
        follow(List.of(SILENT, AWAY, AWAY, AWAY, SILENT, ended(UpgradeState.COMPLETED)));
    assertThat(exit).isEqualTo(ExitCode.OK);
    assertThat(seen)
        .containsExactly(
            "Silent",
            "Temporal does not answer; the run goes on without this window, trying again",
            "Temporal answers again",
            "Silent",
            "Ended");
  }

  @Test
  void aServerThatNeverAnsweredIsReportedAtOnce() {
    assertThatThrownBy(() -> follow(List.of(AWAY, ended(UpgradeState.COMPLETED))))
        .isInstanceOf(CommandProblem.class)
        .hasMessage("No Temporal server answers");
  }

  @Test
  void everyEndThatIsNotTheTargetHasTheSameExitCode() {
    assertThat(follow(List.of(ended(UpgradeState.REJECTED)))).isEqualTo(ExitCode.NOT_REACHED);
    assertThat(follow(List.of(ended(UpgradeState.FAILED)))).isEqualTo(ExitCode.NOT_REACHED);
    assertThat(follow(List.of(() -> new Sight.Unreported(FACTS, "not readable"))))
        .isEqualTo(ExitCode.NOT_REACHED);
    Closing closing = new Closing("TERMINATED", null, null, Instant.EPOCH);
    assertThat(follow(List.of(() -> new Sight.Cut(FACTS, closing, null, null))))
        .isEqualTo(ExitCode.NOT_REACHED);
  }

  private ExitCode follow(List<Supplier<Sight>> looks) {
    Queue<Supplier<Sight>> queue = new ArrayDeque<>(looks);
    Watcher.Display display =
        new Watcher.Display() {
          @Override
          public void show(Sight sight) {
            seen.add(sight.getClass().getSimpleName());
          }

          @Override
          public void note(String text) {
            seen.add(text);
          }
        };
    return new Watcher(() -> queue.remove().get(), Duration.ZERO, display, open -> {}).follow();
  }

  private static Supplier<Sight> ended(UpgradeState outcome) {
    UpgradeReport report =
        new UpgradeReport(
            "upgrade-orders",
            "r",
            "fluss",
            "orders",
            "0.9.1",
            outcome,
            "",
            Instant.EPOCH,
            Instant.EPOCH,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            null);
    return () -> new Sight.Ended(FACTS, report);
  }
}
