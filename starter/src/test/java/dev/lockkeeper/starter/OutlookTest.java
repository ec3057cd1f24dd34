package dev.lockkeeper.starter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How far a run is, how long its nodes are down, and which runs wait. */
class OutlookTest extends OnTemporal {
  @Test
  void theRestIsEstimatedFromFinishedNodesOfTheSameRoleAndSaysSo() throws IOException {
    start("estimated");
    assertThat(pipe("status", "estimated").out())
        .contains("progress: 0 of 4 nodes done; how long the rest takes is not known yet");
    assertThat(statusOf("estimated").at("/progress/remainingSeconds").isMissingNode()).isTrue();

    pipe("approve", "estimated", "tablet-1");
    waitFor("estimated", "WAITING", "tablet-2");

    assertThat(pipe("status", "estimated").out())
        .containsPattern(
            "progress: 1 of 4 nodes done; about \\d+ s more plus waiting at gates"
                + " \\(by the median of 1 tablet-server node of this run\\);"
                + " not in it, since nothing is known yet: coordinator-server");
    JsonNode progress = statusOf("estimated").path("progress");
    assertThat(progress.at("/basis/0/role").asText()).isEqualTo("tablet-server");
    assertThat(progress.at("/basis/0/samples").asInt()).isEqualTo(1);
    assertThat(progress.at("/unknownRoles/0").asText()).isEqualTo("coordinator-server");
    pipe("abort", "estimated");
  }

  @Test
  void aNodeThatIsDownIsCountedOnButIsNoNewsForAPipe() throws IOException {
    FakeCluster.Held held = temporal.cluster().holdRestartOf("tablet-1", "stopping");
    try {
      start("counting");
      pipe("approve", "counting", "tablet-1");
      JsonNode seen =
          waitFor("counting", status -> status.at("/work/0/doing").asText().equals("stopping"));
      assertThat(Instant.parse(seen.at("/nodes/0/downSince").asText()))
          .isEqualTo(Instant.parse(seen.at("/nodes/0/since").asText()));
      assertThat(seen.at("/nodes/0/downSinceMarked").asBoolean(true)).isFalse();
      assertThat(pipe("status", "counting").out())
          .containsPattern("tablet-1 .* DOWN +\\d+ s .*up to \\d+\\.\\d s, not back yet");
      assertThat(statusOf("counting"))
          .as("watch --json prints a line only when the document changes")
          .isEqualTo(statusOf("counting"));
    } finally {
      held.letGo();
    }
    waitFor("counting", "WAITING", "tablet-2");
    JsonNode node = statusOf("counting").at("/nodes/0");
    assertThat(node.path("downSeconds").asDouble()).isEqualTo(4.2);
    assertThat(node.has("downSince")).isFalse();
    pipe("abort", "counting");
  }

  @Test
  void aGateForTwoPeopleSaysHowManyAreMissingAndWhatItsExpiryDoes() throws IOException {
    start("two");
    pipe("amend", "two", "--approvers", "2", "--expire", "P2D");
    pipe("approve", "two", "tablet-1");
    waitFor("two", "WAITING", "tablet-2");
    pipe("approve", "two", "tablet-2", "--by", "bo");
    assertThat(pipe("status", "two").out())
        .contains(", approved by 1 of 2: bo, expires ")
        .contains("; the run is then held, and goes on only when it is resumed");
    pipe("abort", "two");
  }

  @Test
  void withoutAListANamedClusterIsStillFound() throws IOException {
    start("listed");
    JsonNode entry = json(pipe("list", "--cluster", "listed", "--json")).get(0);
    assertThat(entry.path("state").asText()).isEqualTo("WAITING");
    assertThat(entry.path("node").asText()).isEqualTo("tablet-1");
    assertThat(entry.path("waitingFor").get(0).asText()).isEqualTo("tablet-1");
    assertThat(Instant.parse(entry.path("waitingSince").asText()))
        .isEqualTo(Instant.parse(statusOf("listed").at("/questions/0/askedAt").asText()));
    assertThat(pipe("list", "--cluster", "listed", "--state", "waiting,blocked").out())
        .containsPattern("listed +fluss +0.9.1-incubating +WAITING +tablet-1 +tablet-1 ");
    assertThat(pipe("list", "--cluster", "listed", "--state", "blocked").outLines())
        .containsExactly("There are no such upgrades.");
    assertThat(pipe("list", "--cluster", "listed", "--product", "kwdb").outLines())
        .containsExactly("There are no such upgrades.");
    assertThat(pipe("list", "--cluster", "nobody").outLines())
        .containsExactly("There are no such upgrades.");
    pipe("abort", "listed");
    waitFor("listed", "ABORTED", "");
    assertThat(json(pipe("list", "--cluster", "listed", "--open", "--json"))).isEmpty();
    // Without search attributes Temporal's own word is all that a list can have.
    assertThat(pipe("list", "--cluster", "listed", "--all").outLines())
        .last()
        .asString()
        .matches("listed +fluss +0.9.1-incubating +FAILED +[0-9:]+ +upgrade-listed");
  }

  @Test
  void wordsOfTheListThatMeanNothingAreRefused() {
    assertThat(pipe("list", "--state", "wating").err())
        .contains("--state: there is no state \"wating\"; write one of aborted, blocked,");
    assertThat(pipe("list", "--product", "mysql").err())
        .contains("--product: there is no product \"mysql\"; write one of databend, fluss,");
    assertThat(pipe("list", "--cluster", "a' OR 'b'='b").exit()).isEqualTo(2);
    assertThat(pipe("list", "--open", "--all").exit()).isEqualTo(2);
  }
}
