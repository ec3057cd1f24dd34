package dev.lockkeeper.starter.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockkeeper.starter.run.Closing;
import dev.lockkeeper.starter.run.Ran;
import dev.lockkeeper.starter.run.Sight;
import dev.lockkeeper.starter.run.StoredHistory;
import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.UpgradeReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the histories that are kept give as reports. */
class StoredHistoryTest {
  static List<Path> files() {
    return StoredHistory.files();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void everyStoredRunGivesAWholeReportThatCanBeVerified(Path file) {
    StoredHistory history = StoredHistory.of(file);
    UpgradeReport report = history.ended().report();
    Chronicle chronicle = chronicler(history).of(history.ended());

    assertThat(history.told().problem()).isNull();
    assertThat(chronicle.entries()).isSortedAccordingTo(java.util.Comparator.comparing(Entry::at));
    assertThat(chronicle.of(EntryKind.STEP)).hasSameSizeAs(report.steps());
    assertThat(chronicle.of(EntryKind.WARNING)).hasSameSizeAs(report.warnings());
    assertThat(chronicle.of(EntryKind.IGNORED)).hasSameSizeAs(report.ignored());
    assertThat(chronicle.of(EntryKind.DECISION)).hasSameSizeAs(report.decisions());
    assertThat(chronicle.of(EntryKind.DECISION))
        .filteredOn(entry -> !entry.title().equals("run"))
        .allSatisfy(entry -> assertThat(entry.shown()).as(entry.title()).isNotNull());
    for (Lane lane : chronicle.summary().nodes()) {
      double seen =
          lane.downs().stream()
              .map(Lane.Down::seconds)
              .filter(Objects::nonNull)
              .mapToDouble(seconds -> seconds)
              .sum();
      double counted = lane.downSeconds() == null ? 0 : lane.downSeconds();
      assertThat(seen).as(lane.name()).isCloseTo(counted, within(0.001));
    }
    for (String text : List.of(JsonReport.text(chronicle), HtmlReport.text(chronicle))) {
      assertThat(Verification.of(text.getBytes(StandardCharsets.UTF_8)))
          .isInstanceOfSatisfying(
              Verdict.Intact.class,
              intact -> assertThat(intact.head()).isEqualTo(chronicle.head()));
    }
  }

  @Test
  void aDecisionIsKeptWithTheEvidenceThatWasShown() {
    StoredHistory history = StoredHistory.of("FlussUpgrade/waived-blocked-restored.0.1.0");
    Chronicle chronicle = chronicler(history).of(history.ended());

    Entry approval = chronicle.of(EntryKind.DECISION).get(0);
    assertThat(approval.by()).isEqualTo("ann");
    assertThat(approval.outcome()).isEqualTo("approve");
    assertThat(approval.node()).isEqualTo("tablet-1");
    assertThat(Objects.requireNonNull(Objects.requireNonNull(approval.shown()).evidence()).facts())
        .contains(Fact.good("replicas", "all in sync"));
    Entry retry = chronicle.of(EntryKind.DECISION).get(1);
    assertThat(Objects.requireNonNull(retry.shown()).failure())
        .hasToString("UNHEALTHY: out of sync: [tablet-1]");
    assertThat(chronicle.of(EntryKind.WAIVER)).extracting(Entry::by).containsExactly("ann");
    assertThat(HtmlReport.text(chronicle)).contains("replicas: all in sync", "restored");
  }

  @Test
  void everyCommandHasItsHashAndEveryJobItsExit() {
    StoredHistory history = StoredHistory.of("FlussUpgrade/rolling.0.1.0");
    Chronicle chronicle = chronicler(history).of(history.ended());

    List<Ran> commands =
        chronicle.of(EntryKind.COMMAND).stream()
            .map(entry -> Objects.requireNonNull(entry.ran()))
            .toList();
    assertThat(commands).allSatisfy(ran -> assertThat(ran.input()).matches("[0-9a-f]{64}"));
    List<Ran.Job> jobs = commands.stream().map(Ran::job).filter(Objects::nonNull).toList();
    assertThat(jobs).hasSizeGreaterThanOrEqualTo(4);
    assertThat(jobs)
        .filteredOn(job -> job.step().equals("restart"))
        .hasSize(4)
        .allSatisfy(
            job -> {
              assertThat(job.exit()).isZero();
              assertThat(job.log()).endsWith("/output");
              assertThat(job.marks()).isNotEmpty();
            });
  }

  @Test
  void aFailedJobHasTheExitStatusAndTheLogThatItsFailureNames() {
    StoredHistory history =
        StoredHistory.of("FlussUpgrade/amended-retried.0.1.0")
            .with(
                "\"does not stop\"",
                "\"does not stop\\n(exit status 13 on tablet-2; whole output: /home/op/output)\"");
    Chronicle chronicle = chronicler(history).of(history.ended());

    List<Ran.Job> failed =
        chronicle.of(EntryKind.COMMAND).stream()
            .map(entry -> Objects.requireNonNull(entry.ran()))
            .filter(ran -> ran.outcome().equals("failed"))
            .map(ran -> Objects.requireNonNull(ran.job()))
            .toList();
    assertThat(failed)
        .singleElement()
        .satisfies(
            job -> {
              assertThat(job.exit()).isEqualTo(13);
              assertThat(job.log()).isEqualTo("/home/op/output");
              assertThat(job.script()).as("no failure tells it").isNull();
            });
    assertThat(MarkdownReport.text(chronicle)).contains("failed, exit 13");
    assertThat(HtmlReport.text(chronicle)).contains("failed, exit 13");
  }

  @Test
  void theTimeInMixedVersionsIsFromTheFirstNodeOnTheTargetToTheLast() {
    StoredHistory history = StoredHistory.of("FlussUpgrade/rolling.0.1.0");
    Chronicle chronicle = chronicler(history).of(history.ended());

    Mixed mixed = Objects.requireNonNull(chronicle.summary().mixed());
    Instant last =
        chronicle.of(EntryKind.NODE).stream()
            .filter(entry -> entry.title().endsWith("was seen on " + chronicle.summary().target()))
            .map(Entry::at)
            .reduce((one, other) -> other)
            .orElseThrow();
    assertThat(mixed.to()).isEqualTo(last);
    assertThat(mixed.from()).isBefore(last);
    StoredHistory fullStop = StoredHistory.of("FlussUpgrade/full-stop.0.1.0");
    assertThat(chronicler(fullStop).of(fullStop.ended()).summary().outcome())
        .isEqualTo("COMPLETED");
  }

  @Test
  void aRunThatWasCutOffAnywhereGivesTheSameDocumentAsFarAsItGot() {
    StoredHistory whole = StoredHistory.of("FlussUpgrade/amended-retried.0.1.0");
    for (int events = 20; events < whole.events(); events += 23) {
      StoredHistory part = whole.after(events);
      assertThat(part.told().problem()).as(events + " events").isNull();
      UpgradeReport report = Objects.requireNonNull(part.told().last());
      Closing closing = new Closing("TERMINATED", "bo", "wrong window", report.endedAt());
      Sight.Cut cut = new Sight.Cut(StoredHistory.facts(report), closing, report, null);
      Chronicle chronicle = chronicler(part).of(cut);
      String page = HtmlReport.text(chronicle);
      assertThat(page).contains("terminated by bo: wrong window; nothing was undone");
      assertThat(Verification.of(page.getBytes(StandardCharsets.UTF_8)))
          .as(events + " events")
          .isInstanceOf(Verdict.Intact.class);
    }
  }

  @Test
  void aRunningRunSaysWhatWouldBeHalfDoneAndWhoIsWaitedFor() {
    StoredHistory part = StoredHistory.of("FlussUpgrade/waived-blocked-restored.0.1.0").after(164);
    UpgradeReport report = Objects.requireNonNull(part.told().last());
    Chronicle chronicle = chronicler(part).soFar(StoredHistory.facts(report), report);

    assertThat(chronicle.summary().open()).isTrue();
    assertThat(chronicle.of(EntryKind.QUESTION))
        .extracting(Entry::title, Entry::outcome)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("tablet-1.in-sync", "waits for an answer"));
    assertThat(MarkdownReport.text(chronicle))
        .contains("Half done, if the run were terminated now", "The run is BLOCKED");
  }

  private static Chronicler chronicler(StoredHistory history) {
    return new Chronicler(history.told(), ZoneId.of("Europe/Vienna"), "test");
  }
}
