package dev.lockkeeper.starter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UpgradeCommandsTest extends OnTemporal {
  @Test
  void aGateIsShownWithItsEvidenceAndOpenedByName() throws IOException {
    start("gates");
    CommandLineRun status = pipe("status", "gates");
    assertThat(status.exit()).isZero();
    assertThat(status.outLines())
        .contains(
            "  ✔ replicas: 24 of 24 in sync",
            "  ℹ leaders: 8 of 24 lead here",
            "  │ +option.10: value",
            "  │ … 10 more lines; add --detail",
            "  → ./lockkeeper approve gates tablet-1");
    assertThat(status.out())
        .containsPattern("NODE +ROLE +HOST +STATE +FOR +FROM +VERSION +TIME DOWN")
        .containsPattern("tablet-1 +tablet-server +10.0.0.11 +WAITING +\\d+ s +0.7.0 +0.7.0\\R");
    assertThat(pipe("status", "gates", "--detail").out()).contains("+option.20: value");

    CommandLineRun wrong = pipe("approve", "gates", "tablet-9");
    assertThat(wrong.exit()).isEqualTo(3);
    assertThat(wrong.err())
        .isEqualToIgnoringNewLines(
            "Refused: there is no open question tablet-9; open now: tablet-1");

    CommandLineRun unnamed = pipe("approve", "gates");
    assertThat(unnamed.exit()).isEqualTo(2);
    assertThat(unnamed.err()).contains("open now: tablet-1");

    CommandLineRun right = pipe("approve", "gates", "tablet-1", "--by", "bo", "--comment", "fine");
    assertThat(right.exit()).as(right.err()).isZero();
    assertThat(right.out()).isEqualToIgnoringNewLines("The gate tablet-1 is open.");
    waitFor("gates", "WAITING", "tablet-2");
    JsonNode decision = statusOf("gates").at("/status/decisions/0");
    assertThat(decision.path("by").asText()).isEqualTo("bo");
    assertThat(decision.path("comment").asText()).isEqualTo("fine");

    CommandLineRun rejected = pipe("reject", "gates", "tablet-2");
    assertThat(rejected.out()).isEqualToIgnoringNewLines("The run ends at the gate tablet-2.");
    waitFor("gates", "REJECTED", "");
    assertThat(pipe("watch", "gates").exit()).isEqualTo(1);
    assertThat(pipe("approve", "gates", "tablet-3").err())
        .isEqualToIgnoringNewLines("The run has ended (FAILED); see ./lockkeeper report gates");
  }

  @Test
  void onATerminalTheOnlyOpenGateIsShownAndAskedAbout() throws IOException {
    start("asked");
    CommandLineRun no = terminal("\n", "approve", "asked");
    assertThat(no.exit()).isEqualTo(3);
    assertThat(no.out())
        .contains("24 of 24 in sync", "+option.20: value", "Approve tablet-1? [y/N]");
    assertThat(statusOf("asked").at("/status/questions/0/id").asText()).isEqualTo("tablet-1");
    CommandLineRun yes = terminal("y\n", "approve", "asked");
    assertThat(yes.exit()).isZero();
    waitFor("asked", "WAITING", "tablet-2");
    assertThat(pipe("abort", "asked").exit()).isZero();
    waitFor("asked", "ABORTED", "");
  }

  @Test
  void anUnattendedRunReachesItsTargetAndItsReportNeedsNoWorker() throws IOException {
    CommandLineRun run =
        pipe(
            "start",
            EXAMPLE,
            "--set",
            "cluster=unattended",
            "--approve-all",
            "rehearsal",
            "--every",
            "0.1");
    assertThat(run.exit()).as(run.out() + run.err()).isZero();
    assertThat(run.out())
        .contains(
            "decision: rehearsal: approve tablet-1",
            "decision: rehearsal: approve applications",
            "node coordinator: UPGRADED, runs 0.9.1-incubating, was down 4.2 s")
        .doesNotContain("\u001b");
    temporal.stopWorker();
    try {
      JsonNode report = json(pipe("report", "unattended", "--json"));
      assertThat(report.path("outcome").asText()).isEqualTo("COMPLETED");
      assertThat(report.path("decisions")).hasSize(5);
      assertThat(pipe("report", "unattended").out())
          .contains("Gate tablet-1: tablet-1: stop tablet-server", "approved by rehearsal");
    } finally {
      temporal.restartWorker();
    }
  }

  @Test
  void aBlockedStepTakesOnlyTheChoicesItOffers() throws IOException {
    temporal.cluster().failRestartOf("tablet-x");
    CommandLineRun started =
        pipe(
            "start",
            EXAMPLE,
            "--gates",
            "none",
            "--set",
            "cluster=blocked",
            "--set",
            "nodes[0].name=tablet-x");
    assertThat(started.exit()).as(started.err()).isZero();
    waitFor("blocked", "BLOCKED", "tablet-x.restart");
    assertThat(pipe("status", "blocked").out())
        .contains(
            "✘ FAILED_COMMAND",
            "exit 1: No space left on device",
            "→ ./lockkeeper answer blocked tablet-x.restart --choice retry|restore|abort",
            "      retry: does the step again",
            "      restore: brings the previous release back")
        .doesNotContain("\u001b");
    CommandLineRun skip = pipe("answer", "blocked", "tablet-x.restart", "--choice", "skip");
    assertThat(skip.exit()).isEqualTo(3);
    assertThat(skip.err())
        .isEqualToIgnoringNewLines(
            "Refused: tablet-x.restart does not offer skip; choose one of retry, restore, abort");
    assertThat(pipe("approve", "blocked", "tablet-x.restart").exit()).isEqualTo(3);
    assertThat(pipe("answer", "blocked", "tablet-x.restart", "--choice", "retry").exit()).isZero();
    assertThat(pipe("watch", "blocked", "--every", "0.1").exit()).isZero();
  }

  @Test
  void pauseAndResumeAreConfirmedByWhatTheRunSays() throws IOException {
    start("paused");
    assertThat(pipe("pause", "paused").out())
        .isEqualToIgnoringNewLines("Heard: it holds before the next step. The run is PAUSED.");
    assertThat(pipe("resume", "paused", "--by", "?").err())
        .contains("Refused:")
        .contains("by: \"?\"");
    assertThat(statusOf("paused").path("state").asText()).isEqualTo("PAUSED");
    assertThat(json(pipe("resume", "paused", "--json")).path("state").asText())
        .isEqualTo("WAITING");
    assertThat(pipe("abort", "paused", "--comment", "enough").exit()).isZero();
    waitFor("paused", "ABORTED", "");
    assertThat(pipe("status", "paused").out()).contains("aborted by ann: enough");
    assertThat(pipe("pause", "paused").exit()).isEqualTo(3);
  }

  @Test
  void aSecondUpgradeOfTheSameClusterIsRefused() throws IOException {
    start("twice");
    CommandLineRun second = pipe("start", EXAMPLE, "--set", "cluster=twice");
    assertThat(second.exit()).isEqualTo(3);
    assertThat(second.err())
        .contains("An upgrade of twice is running already (upgrade-twice, run ")
        .contains("./lockkeeper status twice")
        .doesNotContain("\tat ");
    pipe("abort", "twice");
  }

  @Test
  void aRunWithoutAWorkerIsShownAsFarAsTemporalKnowsIt() throws IOException {
    start("silent");
    temporal.stopWorker();
    try {
      CommandLineRun status = pipe("status", "silent");
      assertThat(status.exit()).isZero();
      assertThat(status.out())
          .contains("no worker answers for this run", "safe in Temporal")
          .contains("By its history it was WAITING at ")
          .containsPattern("tablet-1 +tablet-server +10.0.0.11 +WAITING +\\d+ s +0.7.0 +0.7.0\\R")
          .contains("  ✔ replicas: 24 of 24 in sync", "  → ./lockkeeper approve silent tablet-1")
          .contains("(an answer is taken when a worker is back)");
      JsonNode document = json(pipe("status", "silent", "--json"));
      assertThat(document.path("open").asBoolean()).isTrue();
      assertThat(document.path("answers").asBoolean()).isFalse();
      assertThat(document.path("source").asText()).isEqualTo("history");
      assertThat(document.path("state").asText()).isEqualTo("WAITING");
      assertThat(document.at("/questions/0/id").asText()).isEqualTo("tablet-1");
      assertThat(document.path("nodes")).hasSize(4);
      CommandLineRun approval = pipe("approve", "silent", "tablet-1");
      assertThat(approval.exit()).isEqualTo(4);
      assertThat(approval.err()).startsWith("Not sent: no worker answers");
      assertThat(pipe("list", "--cluster", "silent", "--state", "waiting").out())
          .containsPattern("silent +fluss .*WAITING +tablet-1 +tablet-1 +.* ago ");
      CommandLineRun report = pipe("report", "silent", "--format", "markdown");
      assertThat(report.exit()).as(report.err()).isZero();
      assertThat(report.out())
          .contains("The run is WAITING: no worker answers; this is how it stood");
    } finally {
      temporal.restartWorker();
    }
    // The in-memory server asks the old worker's queue for ever, so this run cannot be ended well.
    temporal.client().newUntypedWorkflowStub("upgrade-silent").terminate("end of the test");
    assertThat(pipe("watch", "silent").exit()).isEqualTo(1);
    assertThat(pipe("status", "silent").out())
        .contains("TERMINATED", "terminated by", "end of the test", "It left its fence");
  }

  @Test
  void aRunWhoseInputCouldNotBeReadSaysWhy() {
    temporal
        .client()
        .newUntypedWorkflowStub(
            "FlussUpgrade",
            io.temporal.client.WorkflowOptions.newBuilder()
                .setWorkflowId("upgrade-unread")
                .setTaskQueue("lockkeeper")
                .build())
        .start(Map.of("product", "fluss"));
    assertThat(pipe("watch", "unread", "--every", "0.1").exit()).isEqualTo(1);
    CommandLineRun status = pipe("status", "unread");
    assertThat(status.out()).contains("It ended without a report", "cluster: is missing");
    assertThat(pipe("report", "unread").exit()).isEqualTo(1);
  }

  @Test
  void aClusterWithoutAnUpgradeIsOneSentence() {
    CommandLineRun run = pipe("status", "nobody");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err().lines())
        .containsExactly(
            "There is no upgrade of \"nobody\" at "
                + temporal.address()
                + ", namespace default. All there are: ./lockkeeper list");
  }

  @Test
  void whatTheInMemoryServerCannotDoIsSaid() {
    CommandLineRun list = pipe("list");
    assertThat(list.exit()).isEqualTo(4);
    assertThat(list.err().lines())
        .singleElement()
        .asString()
        .contains("cannot do this: it keeps no list of runs", "./lockkeeper list --cluster");
    CommandLineRun doctor = pipe("doctor");
    assertThat(doctor.exit()).as(doctor.out() + doctor.err()).isZero();
    assertThat(doctor.out())
        .contains("✔ temporal: " + temporal.address(), "ℹ worker: this server does not tell");
  }
}
