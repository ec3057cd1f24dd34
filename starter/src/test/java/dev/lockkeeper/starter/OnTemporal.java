package dev.lockkeeper.starter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Commands against real workflows on Temporal's in-memory server; only the nodes are fakes. */
abstract class OnTemporal {
  static final String EXAMPLE = "src/main/resources/examples/fluss.yaml";
  static TestTemporal temporal;

  @BeforeAll
  static void startServer() {
    temporal = new TestTemporal();
  }

  @AfterAll
  static void stopServer() {
    temporal.close();
  }

  @BeforeEach
  void resetCluster() {
    temporal.cluster().reset();
    temporal.fences().reset();
    temporal.traces().reset();
  }

  /** Starts the example for a cluster and waits for its first gate. */
  static void start(String cluster) throws IOException {
    CommandLineRun run = pipe("start", EXAMPLE, "--json", "--set", "cluster=" + cluster);
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(json(run).path("workflowId").asText()).isEqualTo("upgrade-" + cluster);
    waitFor(cluster, "WAITING", "tablet-1");
  }

  static void waitFor(String cluster, String state, String question) throws IOException {
    waitFor(
        cluster,
        seen ->
            seen.path("state").asText().equals(state)
                && seen.at("/status/questions/0/id").asText().equals(question));
  }

  /** The status as programs read it, as soon as it is as wanted. */
  static JsonNode waitFor(String cluster, Predicate<JsonNode> wanted) throws IOException {
    Instant limit = Instant.now().plus(Duration.ofSeconds(30));
    JsonNode seen;
    do {
      seen = statusOf(cluster);
      if (wanted.test(seen)) {
        return seen;
      }
    } while (Instant.now().isBefore(limit));
    throw new AssertionError("not seen within 30 s; last: " + seen.toPrettyString());
  }

  static JsonNode statusOf(String cluster) throws IOException {
    return json(pipe("status", cluster, "--json"));
  }

  static CommandLineRun pipe(String... arguments) {
    return CommandLineRun.inPipe(withAddress(arguments));
  }

  static CommandLineRun terminal(String typed, String... arguments) {
    return CommandLineRun.onTerminal(typed, withAddress(arguments));
  }

  private static String[] withAddress(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--address", temporal.address()));
    return all.toArray(String[]::new);
  }

  static JsonNode json(CommandLineRun run) throws IOException {
    assertThat(run.exit()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }
}
