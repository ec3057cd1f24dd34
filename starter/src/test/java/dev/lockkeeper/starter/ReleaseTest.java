package dev.lockkeeper.starter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockkeeper.workflows.model.FenceClaim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Freeing nodes whose run is over, and only then. */
class ReleaseTest extends OnTemporal {
  @TempDir private Path directory;

  @Test
  void aTerminatedRunsNodesAreFreedOnceTheClustersNameIsTyped() throws IOException {
    start("cut");
    terminate("cut");
    String file = file("cut");

    CommandLineRun second = pipe("start", file, "--watch", "--every", "0.1");
    assertThat(second.exit()).isEqualTo(1);
    assertThat(second.out()).contains("tablet-1 is held by upgrade-cut", "lockkeeper release");

    CommandLineRun mistyped = terminal("orders\n", "release", file);
    assertThat(mistyped.exit()).isEqualTo(3);
    assertThat(mistyped.out())
        .contains("Type the cluster's name to free its nodes:")
        .containsPattern("tablet-1 +upgrade-cut +[0-9a-f-]{36} +default ")
        .contains(" has ended.");
    assertThat(mistyped.err()).isEqualToIgnoringNewLines("Nothing was freed.");
    assertThat(temporal.fences().stands("cut", "tablet-1")).isTrue();

    CommandLineRun freed = terminal("cut\n", "release", file);
    assertThat(freed.exit()).as(freed.err()).isZero();
    assertThat(freed.out()).contains("Seen afterwards:").containsPattern("tablet-1 +nobody");
    assertThat(temporal.fences().stands("cut", "tablet-1")).isFalse();

    CommandLineRun again = pipe("release", file);
    assertThat(again.exit()).isZero();
    assertThat(again.out()).contains("Nobody holds a node of cut.");
    start("cut");
    pipe("abort", "cut");
  }

  @Test
  void theNodesOfAnOpenRunAreNotFreed() throws IOException {
    start("open");
    CommandLineRun run = pipe("release", file("open"), "--yes");
    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.err()).contains("the run that holds the nodes is open", "lockkeeper abort open");
    assertThat(temporal.fences().stands("open", "tablet-1")).isTrue();
    pipe("abort", "open");
  }

  @Test
  void nothingIsFreedWhileAJobOfTheRunWorks() throws IOException {
    start("working");
    String run = terminate("working");
    temporal.fences().jobRuns("tablet-2", "working/" + run + "/tablet-2.restart.1");

    CommandLineRun refused = pipe("release", file("working"), "--yes");

    assertThat(refused.exit()).isEqualTo(3);
    assertThat(refused.out()).contains("tablet-2: still runs: ~/.lockkeeper/jobs/working/" + run);
    assertThat(refused.err()).contains("a job of the run still works there");
    assertThat(temporal.fences().stands("working", "tablet-2")).isTrue();
  }

  @Test
  void nothingIsFreedWhileANodeCannotBeLookedAt() throws IOException {
    start("dark");
    terminate("dark");
    temporal.fences().unreachable("tablet-3");

    CommandLineRun refused = pipe("release", file("dark"), "--yes");

    assertThat(refused.exit()).isEqualTo(3);
    assertThat(refused.err()).contains("tablet-3: what stands and runs there is not known");
    assertThat(temporal.fences().stands("dark", "tablet-1")).isTrue();
  }

  @Test
  void inAPipeNothingIsFreedWithoutAYesAndProgramsReadWhatWasSeen() throws IOException {
    start("piped");
    String run = terminate("piped");

    CommandLineRun unsaid = pipe("release", file("piped"), "--json");
    assertThat(unsaid.exit()).isEqualTo(2);
    assertThat(unsaid.err()).contains("add --yes");
    JsonNode seen = new ObjectMapper().readTree(unsaid.out());
    assertThat(seen.at("/before/0/holder/run").asText()).isEqualTo(run);
    assertThat(seen.path("after")).isEmpty();

    JsonNode freed = json(pipe("release", file("piped"), "--json", "--yes", "--by", "bo"));
    assertThat(freed.path("run").asText()).isEqualTo(run);
    assertThat(freed.path("after")).hasSize(4);
    assertThat(freed.at("/after/0/holder").isMissingNode()).isTrue();
  }

  @Test
  void aRunThatThisTemporalDoesNotKnowHasToBeNamedAndSoHasOneOfSeveral() throws IOException {
    String file = file("foreign");
    temporal.fences().heldBy("tablet-1", claim("elsewhere-1"));

    CommandLineRun unnamed = pipe("release", file, "--yes");
    assertThat(unnamed.exit()).isEqualTo(3);
    assertThat(unnamed.out()).contains("is not known to this Temporal in namespace site-b");
    assertThat(unnamed.err()).contains("--run elsewhere-1");

    temporal.fences().heldBy("tablet-2", claim("elsewhere-2"));
    CommandLineRun several = terminal("foreign\n", "release", file);
    assertThat(several.exit()).isEqualTo(2);
    assertThat(several.err()).contains("name one with --run: elsewhere-1, elsewhere-2");

    assertThat(pipe("release", file, "--yes", "--run", "elsewhere-2").exit()).isZero();
    assertThat(temporal.fences().stands("foreign", "tablet-1")).isTrue();
    assertThat(temporal.fences().stands("foreign", "tablet-2")).isFalse();
    assertThat(pipe("release", file, "--yes", "--run", "nobody").err())
        .contains("No node is held by run nobody; they are held by: elsewhere-1");
  }

  @Test
  void aReleaseThatNobodyTakesIsTakenBack() throws IOException {
    temporal.stopWorker();
    try {
      CommandLineRun run = pipe("release", file("untaken"), "--yes");
      assertThat(run.exit()).isEqualTo(4);
      assertThat(run.err()).contains("No worker has taken it", "nothing was done");
    } finally {
      temporal.restartWorker();
    }
    assertThat(
            temporal
                .client()
                .newUntypedWorkflowStub("release-untaken")
                .describe()
                .getStatus()
                .name())
        .endsWith("TERMINATED");
  }

  private static FenceClaim claim(String run) {
    return new FenceClaim("foreign", "upgrade-foreign", run, "site-b", Instant.EPOCH);
  }

  private static String terminate(String cluster) {
    var stub = temporal.client().newUntypedWorkflowStub("upgrade-" + cluster);
    String run = stub.describe().getExecution().getRunId();
    stub.terminate("by mistake");
    return run;
  }

  private String file(String cluster) throws IOException {
    String text =
        Files.readString(Path.of(EXAMPLE)).replace("cluster: orders", "cluster: " + cluster);
    return Files.writeString(directory.resolve(cluster + ".yaml"), text).toString();
  }
}
