package dev.lockkeeper.starter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockkeeper.workflows.model.FenceClaim;
import dev.lockkeeper.workflows.model.Mark;
import dev.lockkeeper.workflows.recover.JobState;
import dev.lockkeeper.workflows.recover.JobTrace;
import dev.lockkeeper.workflows.recover.NodeTrace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of an upgrade from the nodes alone. */
class RecoverTest extends OnTemporal {
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  private static final String RUN = "0f7c5a8e-3d52-4b1e-9a53-1c2d3e4f5a6b";

  @TempDir private Path directory;

  @Test
  void ofALostRunItTellsTheFenceTheHalfDoneJobAndWhatToDoNext() throws IOException {
    temporal
        .traces()
        .seen(
            held(
                "tablet-1",
                RUN,
                job("stage", JobState.ENDED, 0),
                job("restart", JobState.RUNNING, null)));
    temporal.traces().seen(held("tablet-2", RUN));

    CommandLineRun run = pipe("recover", file("lost"));

    assertThat(run.exit()).as(run.err()).isEqualTo(1);
    assertThat(run.out())
        .containsPattern("tablet-1 +upgrade-lost +" + RUN + " +default +2026-01-01")
        .containsPattern("tablet-3 +nobody")
        .containsPattern("tablet-1 +stage +1 +" + RUN + " +2026-01-01 .* +ended with 0")
        .containsPattern("tablet-1 +restart +1 +" + RUN + " +2026-01-01 .* +runs, at: stopping")
        .contains("upgrade-lost (run " + RUN + ") is not known to this Temporal")
        .contains("Half done or not known:")
        .contains(
            "tablet-1: the job restart still runs; it had reached: stopping (~/.lockkeeper/jobs/")
        .contains("What to do:", "1. Wait until the jobs on tablet-1 have ended")
        .contains("./lockkeeper release FILE", "./lockkeeper start FILE");
  }

  @Test
  void nodesWithNothingHalfDoneEndWithZero() throws IOException {
    temporal
        .traces()
        .seen(new NodeTrace("tablet-1", null, List.of(job("restart", JobState.ENDED, 0)), null));

    CommandLineRun run = pipe("recover", file("clean"));

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("Nothing is half done on the nodes of clean.")
        .doesNotContain("What to do");
  }

  @Test
  void aNodeThatCannotBeReadIsNotTakenForACleanOne() throws IOException {
    temporal.traces().seen(new NodeTrace("tablet-2", null, List.of(), "no route to host"));

    CommandLineRun run = pipe("recover", file("dark"));

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out())
        .containsPattern("tablet-2 +not known")
        .contains("what stands and runs there is not known: no route to host")
        .doesNotContain("Nothing is half done");
  }

  @Test
  void whatARunThatGoesOnHasUnderWayIsNotHalfDone() throws IOException {
    start("alive");
    String run =
        temporal
            .client()
            .newUntypedWorkflowStub("upgrade-alive")
            .describe()
            .getExecution()
            .getRunId();
    temporal
        .traces()
        .seen(
            new NodeTrace(
                "tablet-1",
                new FenceClaim("alive", "upgrade-alive", run, "default", START),
                List.of(),
                null));

    CommandLineRun seen = pipe("recover", file("alive"));

    assertThat(seen.exit()).as(seen.err()).isZero();
    assertThat(seen.out())
        .contains("goes on in this Temporal", "./lockkeeper status alive")
        .doesNotContain("release FILE", "start FILE");
    pipe("abort", "alive");
  }

  @Test
  void programsReadTheSame() throws IOException {
    temporal.traces().seen(held("tablet-1", RUN, job("restart", JobState.LOST, null)));

    CommandLineRun run = pipe("recover", file("lost"), "--json");

    assertThat(run.exit()).isEqualTo(1);
    JsonNode seen = new ObjectMapper().readTree(run.out());
    assertThat(seen.at("/nodes/0/jobs/0/state").asText()).isEqualTo("LOST");
    assertThat(seen.at("/nodes/0/jobs/0/log").asText()).endsWith("/output");
    assertThat(seen.at("/holders/0/claim/run").asText()).isEqualTo(RUN);
    assertThat(seen.at("/holders/0/known").asText()).isEqualTo("UNKNOWN");
    assertThat(seen.path("findings"))
        .extracting(finding -> finding.path("kind").asText())
        .containsExactly("FENCED", "LOST", "DOWN");
    assertThat(seen.path("next")).isNotEmpty();
    assertThat(seen.size()).isEqualTo(5);
  }

  private static NodeTrace held(String node, String run, JobTrace... jobs) {
    return new NodeTrace(
        node, new FenceClaim("lost", "upgrade-lost", run, "default", START), List.of(jobs), null);
  }

  private static JobTrace job(String step, JobState state, @Nullable Integer exit) {
    boolean stage = step.equals("stage");
    return new JobTrace(
        RUN,
        "tablet-1",
        step,
        1,
        state,
        exit,
        state == JobState.LOST ? "its process 7 is gone" : null,
        START.plusSeconds(stage ? 1 : 2),
        null,
        state == JobState.ENDED ? List.of() : List.of(new Mark("stopping", START.plusSeconds(3))),
        "~/.lockkeeper/jobs/lost/" + RUN + "/tablet-1." + step + ".1/output");
  }

  private String file(String cluster) throws IOException {
    String text =
        Files.readString(Path.of(EXAMPLE)).replace("cluster: orders", "cluster: " + cluster);
    return Files.writeString(directory.resolve(cluster + ".yaml"), text).toString();
  }
}
