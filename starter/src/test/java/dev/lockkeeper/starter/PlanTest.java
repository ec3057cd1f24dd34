package dev.lockkeeper.starter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTest extends OnTemporal {
  @TempDir private Path directory;

  @Test
  void aPlanIsReadAndThenStarted() throws IOException {
    CommandLineRun plan = pipe("plan", EXAMPLE, "--set", "cluster=planned", "--scripts");

    assertThat(plan.exit()).as(plan.err()).isZero();
    assertThat(plan.outLines())
        .contains(
            "Plan: planned (fluss) to 0.9.1-incubating",
            "planned, and nothing was changed",
            "NODE         ROLE                HOST       VERSION  DOWN LAST TIME",
            "  seen    tablet-1: Inspect",
            "  change  tablet-1: Stage 0.9.1-incubating",
            "  ask     Gate tablet-1: tablet-1: stop tablet-server and restart it on 0.9.1-incubating",
            "            replicas: 24 of 24 in sync",
            "  change  tablet-1: Stop, switch and start on 0.9.1-incubating",
            "  check   tablet-1: Wait until it is back and every replica is in sync",
            "  switch");
    String hash = hash("planned");
    assertThat(plan.out())
        .contains("→ ./lockkeeper start " + EXAMPLE + " --plan " + hash)
        .contains(" 'tablet-1'");

    CommandLineRun run =
        pipe("start", EXAMPLE, "--set", "cluster=planned", "--plan", hash, "--approve-all", "ann");
    assertThat(run.exit()).as(run.out() + run.err()).isZero();
    temporal.cluster().reset();
    assertThat(pipe("plan", EXAMPLE, "--set", "cluster=planned").out()).contains("4.2 s");
  }

  @Test
  void whatWouldBeDoneOtherwiseNowIsNotStartedAndTheDifferenceIsShown() throws IOException {
    String hash = hash("changed");

    CommandLineRun other =
        pipe("start", EXAMPLE, "--set", "cluster=changed", "--gates", "canary", "--plan", hash);
    assertThat(other.exit()).isEqualTo(3);
    assertThat(other.err())
        .contains("Nothing was started.", hash)
        .contains("- Upgrade the TabletServers one by one: Gate tablet-3");

    CommandLineRun unknown =
        pipe("start", EXAMPLE, "--set", "cluster=changed", "--plan", "0".repeat(64));
    assertThat(unknown.exit()).isEqualTo(3);
    assertThat(unknown.err()).contains("not the last plan of changed");
    assertThat(pipe("status", "changed").exit()).isEqualTo(2);
  }

  @Test
  void aPlanIsComparedFromItsFileToo() throws IOException {
    Path file = directory.resolve("plan.json");
    Files.writeString(file, pipe("plan", EXAMPLE, "--set", "cluster=filed", "--json").out());

    CommandLineRun other =
        pipe(
            "start",
            EXAMPLE,
            "--set",
            "cluster=filed",
            "--set",
            "nodes[0].host=10.0.0.77",
            "--plan",
            file.toString());
    assertThat(other.exit()).isEqualTo(3);
    assertThat(other.err()).contains("+ node ", "10.0.0.77");

    Files.writeString(file, "{}");
    for (String wrong : List.of(file.toString(), "no-such-thing")) {
      assertThat(pipe("start", EXAMPLE, "--set", "cluster=filed", "--plan", wrong).exit())
          .isEqualTo(2);
    }
  }

  @Test
  void aReplicaThatWasLostSinceIsTold() throws IOException {
    String hash = hash("unsafe");
    temporal.cluster().loseReplica();
    CommandLineRun start;
    try {
      start = pipe("start", EXAMPLE, "--set", "cluster=unsafe", "--plan", hash);
    } finally {
      temporal.cluster().reset();
    }

    assertThat(start.exit()).isEqualTo(3);
    assertThat(start.err())
        .contains("Nothing was started.", "NOT SAFE NOW", "+ problem: not safe: tablet-1")
        .contains("replicas: 23 of 24 in sync");
    assertThat(pipe("status", "unsafe").exit()).isEqualTo(2);
  }

  @Test
  void aNodeThatHasMovedToAnotherMachineSinceIsTold() throws IOException {
    String hash = hash("moved");

    CommandLineRun start =
        pipe(
            "start",
            EXAMPLE,
            "--set",
            "cluster=moved",
            "--set",
            "nodes[1].host=10.0.0.77",
            "--plan",
            hash);

    assertThat(start.exit()).isEqualTo(3);
    assertThat(start.err())
        .contains("Nothing was started.")
        .contains("- node tablet-2 (tablet-server, 10.0.0.12) runs 0.7.0")
        .contains("+ node tablet-2 (tablet-server, 10.0.0.77) runs 0.7.0");
    assertThat(pipe("status", "moved").exit()).isEqualTo(2);
  }

  @Test
  void anotherMachineInTheSamePlaceIsTold() throws IOException {
    String hash = hash("replaced");
    temporal.cluster().replaceMachineOf("tablet-2");

    CommandLineRun start = pipe("start", EXAMPLE, "--set", "cluster=replaced", "--plan", hash);

    assertThat(start.exit()).isEqualTo(3);
    assertThat(start.err())
        .contains("Nothing was started.", "+ problem: ", "The host key of 10.0.0.12 has CHANGED");
    assertThat(pipe("status", "replaced").exit()).isEqualTo(2);
  }

  @Test
  void anArchiveWithAnotherChecksumIsNotStarted() throws IOException {
    String hash = hash("archive");

    CommandLineRun start =
        pipe(
            "start",
            EXAMPLE,
            "--set",
            "cluster=archive",
            "--set",
            "release.sha256=" + "a".repeat(64),
            "--plan",
            hash);

    assertThat(start.exit()).isEqualTo(3);
    assertThat(start.err())
        .contains(
            "Nothing was started.",
            "- request: release.sha256 is ",
            "+ request: release.sha256 is " + "a".repeat(64));
    assertThat(pipe("status", "archive").exit()).isEqualTo(2);
  }

  @Test
  void aPlanIsAPageThatLoadsNothing() throws IOException {
    Path file = directory.resolve("plan.html");
    assertThat(pipe("plan", EXAMPLE, "--set", "cluster=paged", "--html", file.toString()).exit())
        .isZero();

    assertThat(Files.readString(file))
        .contains(
            "<h2>Upgrade the TabletServers one by one</h2>",
            "tablet-1: Stop, switch and start on 0.9.1-incubating",
            "replicas: 24 of 24 in sync",
            "default-src 'none'")
        .containsPattern("<code>sh <a href=\"#([0-9a-f]{12})\">\\1</a> ")
        .containsPattern(
            "<details id=\"([0-9a-f]{12})\"><summary><code>\\1</code> Stop, switch and start on 0.9.1")
        .doesNotContain("http://", "https://", "<script");
  }

  private String hash(String cluster) throws IOException {
    JsonNode plan = json(pipe("plan", EXAMPLE, "--set", "cluster=" + cluster, "--json"));
    return plan.path("hash").asText();
  }
}
