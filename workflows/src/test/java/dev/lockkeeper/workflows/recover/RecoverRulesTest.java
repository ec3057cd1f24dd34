package dev.lockkeeper.workflows.recover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.lockkeeper.workflows.model.FenceClaim;
import dev.lockkeeper.workflows.model.Mark;
import dev.lockkeeper.workflows.recover.Finding.Kind;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecoverRulesTest {
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void jobsThatWentWellAreNothingHalfDone() {
    assertThat(
            kinds(
                ended("run", "stage", 1, 0, 0),
                ended("run", "restart", 1, 1, 0, "stopping", "listening"),
                job("run", "verify", 1, 2, JobState.PREPARED, null)))
        .isEmpty();
    assertThat(RecoverAdvice.next(List.of())).isEmpty();
  }

  @Test
  void aJobThatRunsIsToldWithWhatItIsAtAndNotTakenForAServerThatIsDown() {
    List<Finding> findings =
        findings(null, job("run", "restart", 1, 0, JobState.RUNNING, null, "stopping", "stopped"));

    assertThat(findings).extracting(Finding::kind).containsExactly(Kind.RUNNING);
    assertThat(findings.get(0).text())
        .isEqualTo("the job restart still runs; it had reached: stopped");
    assertThat(findings.get(0).log()).isEqualTo("~/.lockkeeper/jobs/orders/run/output");
    assertThat(RecoverAdvice.next(findings)).hasSize(2).first().asString().startsWith("Wait until");
  }

  @Test
  void aLostOrFailedJobIsHalfDoneUntilItWasDoneAgain() {
    JobTrace lost = job("run", "restart", 1, 0, JobState.LOST, null);
    JobTrace failed = ended("run", "restart", 1, 0, 3);
    JobTrace again = ended("run", "restart", 2, 1, 0);

    assertThat(kinds(lost)).containsExactly(Kind.LOST);
    assertThat(kinds(failed)).containsExactly(Kind.FAILED);
    assertThat(kinds(lost, again)).isEmpty();
    assertThat(kinds(failed, again)).isEmpty();
    assertThat(kinds(failed, job("run", "restart", 2, 1, JobState.PREPARED, null)))
        .as("a retry that never began changes nothing")
        .containsExactly(Kind.FAILED);
  }

  @Test
  void whatAnEarlierRunFailedAtIsOverOnceAnotherOneWorkedOnTheNode() {
    JobTrace failed = ended("earlier", "restart", 1, 0, 3);
    JobTrace later = ended("later", "restart", 1, 1, 0);

    assertThat(kinds(failed, later)).isEmpty();
    assertThat(RecoverRules.findings(List.of(node(claim("earlier"), null, failed, later))))
        .extracting(Finding::kind)
        .containsExactly(Kind.FENCED, Kind.FAILED);
  }

  @Test
  void aServerThatNoJobHasSeenServeAgainMayBeDown() {
    JobTrace stop = ended("run", "stop", 1, 0, 0, "stopping", "stopped");
    assertThat(kinds(stop)).containsExactly(Kind.DOWN);
    assertThat(kinds(stop, ended("run", "start", 1, 1, 0, "starting", "listening"))).isEmpty();
    assertThat(kinds(stop, ended("run", "start", 1, 1, 1, "starting")))
        .containsExactly(Kind.FAILED, Kind.DOWN);
  }

  @Test
  void anUnknownNodeIsNeverCleanAndAHeldOneNamesItsRun() {
    NodeTrace dark = new NodeTrace("tablet-2", null, List.of(), "cannot be reached");
    List<Finding> findings = RecoverRules.findings(List.of(node(claim("run"), null), dark));

    assertThat(findings)
        .extracting(Finding::node, Finding::kind, Finding::text)
        .containsExactly(
            tuple("tablet-1", Kind.FENCED, "held by upgrade-orders (run run)"),
            tuple(
                "tablet-2",
                Kind.UNKNOWN,
                "what stands and runs there is not known: cannot be reached"));
    assertThat(RecoverAdvice.next(findings))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("Have tablet-2 looked at"),
            line -> assertThat(line).contains("restored from a backup"),
            line -> assertThat(line).startsWith("Put back"),
            line -> assertThat(line).contains("./lockkeeper release FILE"),
            line -> assertThat(line).contains("./lockkeeper start FILE"));
  }

  private static List<Kind> kinds(JobTrace... jobs) {
    return findings(null, jobs).stream().map(Finding::kind).toList();
  }

  private static List<Finding> findings(@Nullable FenceClaim holder, JobTrace... jobs) {
    return RecoverRules.findings(List.of(node(holder, null, jobs)));
  }

  private static NodeTrace node(
      @Nullable FenceClaim holder, @Nullable String problem, JobTrace... jobs) {
    return new NodeTrace("tablet-1", holder, List.of(jobs), problem);
  }

  private static JobTrace ended(
      String run, String step, int attempt, int minute, int exit, String... marks) {
    return job(run, step, attempt, minute, JobState.ENDED, exit, marks);
  }

  private static JobTrace job(
      String run,
      String step,
      int attempt,
      int minute,
      JobState state,
      @Nullable Integer exit,
      String... marks) {
    Instant started = START.plusSeconds(60L * minute);
    return new JobTrace(
        run,
        "tablet-1",
        step,
        attempt,
        state,
        exit,
        state == JobState.LOST ? "its process 7 is gone" : null,
        state == JobState.PREPARED ? null : started,
        exit == null ? null : started.plusSeconds(30),
        Stream.of(marks).map(mark -> new Mark(mark, started.plusSeconds(10))).toList(),
        "~/.lockkeeper/jobs/orders/run/output");
  }

  private static FenceClaim claim(String run) {
    return new FenceClaim("orders", "upgrade-orders", run, "default", START);
  }
}
