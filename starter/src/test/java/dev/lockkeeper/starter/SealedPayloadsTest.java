package dev.lockkeeper.starter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockkeeper.workflows.codec.PayloadKeys;
import dev.lockkeeper.workflows.codec.SealedPayloads;
import dev.lockkeeper.workflows.model.Json;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Upgrades whose payloads lie in Temporal sealed. */
class SealedPayloadsTest {
  private static final String EXAMPLE = OnTemporal.EXAMPLE;
  private static final String KEY =
      "k1:" + Base64.getEncoder().encodeToString("0123456789abcdef0123456789abcdef".getBytes());

  @TempDir private Path directory;
  private Map<String, String> keyed;
  private TestTemporal temporal;

  @BeforeEach
  void start() throws IOException {
    Path file =
        Files.writeString(directory.resolve("keys"), "# the first one seals\n" + KEY + "\n");
    keyed = Map.of(PayloadKeys.FILE, file.toString());
    temporal = new TestTemporal(SealedPayloads.converter(PayloadKeys.read(keyed)));
  }

  @AfterEach
  void close() {
    temporal.close();
  }

  @Test
  void theHistoryHoldsNoClearTextAndTheCommandsShowIt() throws IOException {
    rollToTheEnd("sealed");

    String history = clearClient().fetchHistory("upgrade-sealed").toJson(false);
    assertThat(history).contains("encryption-key-id");
    for (String secret : clearTexts()) {
      assertThat(history).as(secret).doesNotContain(secret).doesNotContain(base64(secret));
    }

    CommandLineRun report = run(keyed, "report", "sealed", "--format", "json");
    assertThat(report.exit()).as(report.err()).isZero();
    assertThat(report.out()).contains("\"tablet-1\"", "stop", "approve");
  }

  @Test
  void whatARunWithoutKeysLeavesIsSeenByTheSameSearch() throws IOException {
    temporal.stopWorker();
    WorkflowClient clear = clearClient();
    temporal.restartWorker(clear);
    assertThat(run(Map.of(), "start", EXAMPLE, "--json", "--set", "cluster=open").exit()).isZero();
    await("open", Map.of(), "WAITING");

    assertThat(hosts())
        .allSatisfy(
            host ->
                assertThat(clear.fetchHistory("upgrade-open").getEvents().toString())
                    .contains(host));
  }

  @Test
  void aTerminatedRunIsReadFromItsSealedHistory() throws IOException {
    start("alone");
    temporal.stopWorker();
    clearClient().newUntypedWorkflowStub("upgrade-alone").terminate("to see what is left");
    CommandLineRun report = run(keyed, "report", "alone", "--format", "markdown");
    assertThat(report.out()).as(report.err()).contains("tablet-1");
  }

  @Test
  void aCommandWithoutTheKeyIsToldWhichIsMissing() throws IOException {
    start("foreign");
    CommandLineRun status = run(Map.of(), "status", "foreign");
    assertThat(status.exit()).isEqualTo(ExitCode.BAD_INPUT.number());
    assertThat(status.err())
        .contains("sealed with the key k1, and no key is known here")
        .contains("LOCKKEEPER_PAYLOAD_KEY_FILE")
        .doesNotContain("Unexpected");
  }

  /** Otherwise one worker that was set up wrongly would fail every run that it is given. */
  @Test
  void aWorkerWithoutTheKeyLeavesTheRunToOneThatHasIt() throws IOException {
    temporal.stopWorker();
    temporal.restartWorker(temporal.client(SealedPayloads.converter(PayloadKeys.none())));
    assertThat(run(keyed, "start", EXAMPLE, "--json", "--set", "cluster=waits").exit()).isZero();
    awaitFailedTask("upgrade-waits");
    temporal.stopWorker();

    assertThat(clearClient().newUntypedWorkflowStub("upgrade-waits").describe().getStatus())
        .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
    temporal.restartWorker();
    await("waits", keyed, "WAITING");
  }

  private void awaitFailedTask(String workflowId) {
    Instant limit = Instant.now().plus(Duration.ofSeconds(30));
    while (Instant.now().isBefore(limit)) {
      boolean failed =
          clearClient().fetchHistory(workflowId).getEvents().stream()
              .anyMatch(event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED);
      if (failed) {
        return;
      }
    }
    throw new AssertionError("no worker has tried it within 30 s");
  }

  private void rollToTheEnd(String cluster) throws IOException {
    start(cluster);
    Instant limit = Instant.now().plus(Duration.ofSeconds(60));
    while (Instant.now().isBefore(limit)) {
      var seen = new ObjectMapper().readTree(run(keyed, "status", cluster, "--json").out());
      if (seen.path("state").asText().equals("COMPLETED")) {
        return;
      }
      String gate = seen.at("/status/questions/0/id").asText();
      if (!gate.isEmpty()) {
        run(keyed, "approve", cluster, gate, "--comment", "seen by nobody else");
      }
    }
    throw new AssertionError("the run has not ended within 60 s");
  }

  private void start(String cluster) throws IOException {
    CommandLineRun started = run(keyed, "start", EXAMPLE, "--json", "--set", "cluster=" + cluster);
    assertThat(started.exit()).as(started.err()).isZero();
    await(cluster, keyed, "WAITING");
  }

  private void await(String cluster, Map<String, String> environment, String state)
      throws IOException {
    Instant limit = Instant.now().plus(Duration.ofSeconds(30));
    String seen = "";
    while (Instant.now().isBefore(limit)) {
      seen = run(environment, "status", cluster, "--json").out();
      if (!seen.isEmpty()
          && new ObjectMapper().readTree(seen).path("state").asText().equals(state)) {
        return;
      }
    }
    throw new AssertionError("not " + state + " within 30 s; last: " + seen);
  }

  /** What only the payloads hold: hosts, paths and what a person wrote. */
  private static List<String> clearTexts() throws IOException {
    List<String> texts = new ArrayList<>(hosts());
    texts.add("/opt/fluss");
    texts.add("seen by nobody else");
    return texts;
  }

  private static List<String> hosts() throws IOException {
    List<String> hosts = new ArrayList<>();
    CommandLineRun example = CommandLineRun.inPipe("schema", "fluss", "--example");
    Json.mapper()
        .readTree(example.out())
        .path("nodes")
        .forEach(node -> hosts.add(node.path("host").asText()));
    assertThat(hosts).hasSizeGreaterThan(2);
    return hosts;
  }

  /** The three forms that a text may take within base64, by where it begins. */
  private static String[] base64(String text) {
    String[] forms = new String[3];
    for (int shift = 0; shift < 3; shift++) {
      String whole = Base64.getEncoder().encodeToString((" ".repeat(shift) + text).getBytes());
      forms[shift] = whole.substring(4, whole.length() - 4);
    }
    return forms;
  }

  private WorkflowClient clearClient() {
    return temporal.client(Json.converter());
  }

  private CommandLineRun run(Map<String, String> environment, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--address");
    all.add(temporal.address());
    return CommandLineRun.inPipe(environment, all.toArray(String[]::new));
  }
}
