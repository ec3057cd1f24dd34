package dev.lockkeeper.starter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What is seen of work under way, and of work that was cut off. */
class HalfDoneTest extends OnTemporal {
  @Test
  void theLastHeartbeatIsShownWithItsStep() throws IOException {
    FakeCluster.Held held = temporal.cluster().holdRestartOf("tablet-1", "stop\u001b[31mping");
    try {
      start("beating");
      pipe("approve", "beating", "tablet-1");
      JsonNode seen =
          waitFor("beating", status -> status.at("/work/0/doing").asText().startsWith("stop"));
      assertThat(seen.at("/work/0/step").asText())
          .isEqualTo("Stop, switch and start on 0.9.1-incubating (tablet-1)");
      assertThat(seen.at("/work/0/activity").asText()).isEqualTo("FlussRestart");
      assertThat(seen.at("/work/0/attempt").asInt()).isEqualTo(1);
      assertThat(pipe("status", "beating").outLines())
          .contains("now: Stop, switch and start on 0.9.1-incubating (tablet-1): stopping");
    } finally {
      held.letGo();
    }
    waitFor("beating", "WAITING", "tablet-2");
    assertThat(statusOf("beating").path("work")).isEmpty();
    pipe("abort", "beating");
  }

  @Test
  void anActivityThatIsTriedAgainShowsItsAttemptAndWhyTheLastOneEnded() throws IOException {
    temporal.cluster().loseRestartOf("tablet-1");
    FakeCluster.Held held = temporal.cluster().holdRestartOf("tablet-1", "following the job");
    try {
      start("retrying");
      pipe("approve", "retrying", "tablet-1");
      waitFor("retrying", status -> status.at("/work/0/doing").asText().startsWith("following"));
      assertThat(pipe("status", "retrying").out())
          .contains(": following the job (attempt 2, after: the worker stopped before it ended)");
    } finally {
      held.letGo();
    }
    waitFor("retrying", "WAITING", "tablet-2");
    pipe("abort", "retrying");
  }

  @Test
  void theReportOfATerminatedRunSaysWhoDidItWhatIsHalfDoneAndTheWayOut() throws IOException {
    FakeCluster.Held held = temporal.cluster().holdRestartOf("tablet-2", "stopping");
    try {
      start("halved");
      pipe("approve", "halved", "tablet-1");
      waitFor("halved", "WAITING", "tablet-2");
      pipe("approve", "halved", "tablet-2");
      waitFor("halved", status -> status.at("/work/0/doing").asText().equals("stopping"));
      assertThat(pipe("report", "halved").out())
          .contains("Half done, if the run were terminated now");
      temporal.client().newUntypedWorkflowStub("upgrade-halved").terminate("wrong window");
    } finally {
      held.letGo();
    }

    // Nobody else is needed for it.
    temporal.stopWorker();
    CommandLineRun report = pipe("report", "halved");
    temporal.restartWorker();

    assertThat(report.exit()).isEqualTo(1);
    assertThat(report.out())
        .containsPattern("halved +TERMINATED +fluss to 0.9.1-incubating")
        .contains("terminated by ", ": wrong window; nothing was undone")
        .contains("tablet-2: its server was being restarted")
        .contains("begun and not ended: Stop, switch and start on 0.9.1-incubating (tablet-2)")
        .contains("It left its fence on the nodes", "./lockkeeper release FILE")
        .contains("stopping +0.0 s, listening +4.2 s; log on tablet-1: /tmp/log")
        .containsPattern("fence +none +on 4 nodes +NOT PUT BACK")
        .doesNotContain("COMPLETED");
    JsonNode document = new ObjectMapper().readTree(pipe("report", "halved", "--json").out());
    assertThat(document.path("outcome").asText()).isEqualTo("TERMINATED");
    assertThat(document.path("lastState").asText()).isEqualTo("RUNNING");
    assertThat(document.path("reason").asText()).contains("wrong window");
    assertThat(document.path("unfinished")).hasSizeGreaterThanOrEqualTo(3);
    assertThat(document.at("/undo/0/state").asText()).isEqualTo("OPEN");
    assertThat(pipe("status", "halved").out()).contains("TERMINATED", "Half done");
    assertThat(statusOf("halved").path("state").asText()).isEqualTo("TERMINATED");
    assertThat(pipe("watch", "halved").exit()).isEqualTo(1);
  }

  @Test
  void theReportOfAFinishedRunProvesThatNothingIsLeft() throws IOException {
    CommandLineRun run =
        pipe("start", EXAMPLE, "--watch", "--gates", "none", "--set", "cluster=proved");
    assertThat(run.exit()).as(run.out()).isZero();
    // Whether a look falls between the fencing and the end of so short a run is a matter of luck.
    assertThat(run.out())
        .contains("for the run's time only: fence: put back: no fence on any node");
    assertThat(pipe("report", "proved").out())
        .contains("Changed for the run's time only")
        .containsPattern("fence +none +on 4 nodes +UNDONE +[0-9:]+ +no fence on any node")
        .doesNotContain("Half done", "./lockkeeper release");
  }

  @Test
  void theRestOfARunIsAmendedAndShownAsAmended() throws IOException {
    start("amended");
    assertThat(pipe("amend", "amended").err()).contains("Nothing to change: give --policy");
    assertThat(pipe("amend", "amended", "--policy", "allways").err())
        .contains("write one of every-node, canary, per-role, none");
    assertThat(pipe("amend", "amended", "--expire", "2 days").exit()).isEqualTo(2);
    CommandLineRun refused = pipe("amend", "amended", "--approvers", "3", "--allow", "ann,bo");
    assertThat(refused.exit()).isEqualTo(3);
    assertThat(refused.err()).contains("Refused: allow names fewer people");
    assertThat(pipe("status", "amended").outLines()).contains("gates: every-node");

    CommandLineRun done =
        pipe(
            "amend",
            "amended",
            "--approvers",
            "2",
            "--allow",
            "ann, bo",
            "--expire",
            "P2D",
            "--order",
            "tablet-3,tablet-2",
            "--by",
            "bo",
            "--comment",
            "night shift");

    assertThat(done.exit()).as(done.err()).isZero();
    assertThat(done.out()).isEqualToIgnoringNewLines("The rest of the run is amended.");
    assertThat(pipe("status", "amended").out())
        .contains("gates: every-node, 2 approvers, of ann, bo, open for 2 d 0 h (amended by bo ");
    assertThat(statusOf("amended").at("/status/gates/expire").asText()).isEqualTo("PT48H");
    pipe("approve", "amended", "tablet-1");
    waitFor("amended", "WAITING", "tablet-3");
    pipe("abort", "amended");
    waitFor("amended", "ABORTED", "");
    assertThat(pipe("amend", "amended", "--policy", "none").err()).contains("The run has ended");
  }
}
