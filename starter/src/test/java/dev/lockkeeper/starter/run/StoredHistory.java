package dev.lockkeeper.starter.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.workflows.model.Json;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeRequest;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.history.v1.History;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The histories that the workflows keep, as if they were fetched from a server. */
public final class StoredHistory {
  private static final Path ALL = Path.of("../workflows/src/test/resources/histories");

  private final WorkflowExecutionHistory history;
  private final Recollection told;

  private StoredHistory(WorkflowExecutionHistory history) {
    this.history = history;
    TestEnvironmentOptions options =
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder().setDataConverter(Json.converter()).build())
            .build();
    try (TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance(options)) {
      this.told = new Replay(environment.getWorkflowClient()).recall(List.of(history));
    }
  }

  /** Their files. */
  public static List<Path> files() {
    try (Stream<Path> files = Files.walk(ALL)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One of them, such as {@code FlussUpgrade/rolling.0.1.0}. */
  public static StoredHistory of(String name) {
    return of(ALL.resolve(name + ".json"));
  }

  public static StoredHistory of(Path file) {
    try {
      String text = Files.readString(file);
      WorkflowExecutionHistory read = WorkflowExecutionHistory.fromJson(text, "");
      JsonNode request =
          Json.mapper()
              .readTree(
                  read.getEvents()
                      .get(0)
                      .getWorkflowExecutionStartedEventAttributes()
                      .getInput()
                      .getPayloads(0)
                      .getData()
                      .toStringUtf8());
      String id = UpgradeRequest.workflowId(request.path("cluster").asText());
      return new StoredHistory(WorkflowExecutionHistory.fromJson(text, id));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same run as it stood after some of its events. */
  public StoredHistory after(int events) {
    return new StoredHistory(
        new WorkflowExecutionHistory(
            History.newBuilder().addAllEvents(history.getEvents().subList(0, events)).build(),
            history.getWorkflowExecution().getWorkflowId()));
  }

  /** The same run in which another text stands for one of its texts. */
  public StoredHistory with(String text, String instead) {
    return new StoredHistory(
        WorkflowExecutionHistory.fromJson(
            history.toJson(false).replace(text, instead),
            history.getWorkflowExecution().getWorkflowId()));
  }

  WorkflowExecutionHistory history() {
    return history;
  }

  public int events() {
    return history.getEvents().size();
  }

  public Recollection told() {
    return told;
  }

  /** Its end, as its last event tells it. */
  public Sight.Ended ended() {
    HistoryEvent last = history.getEvents().get(events() - 1);
    Payloads result =
        last.hasWorkflowExecutionCompletedEventAttributes()
            ? last.getWorkflowExecutionCompletedEventAttributes().getResult()
            : last.getWorkflowExecutionFailedEventAttributes()
                .getFailure()
                .getApplicationFailureInfo()
                .getDetails();
    UpgradeReport report =
        Json.converter()
            .fromPayloads(0, Optional.of(result), UpgradeReport.class, UpgradeReport.class);
    return new Sight.Ended(facts(report), report);
  }

  public static RunFacts facts(UpgradeReport report) {
    return new RunFacts(
        report.workflowId(),
        report.runId(),
        report.cluster(),
        report.product(),
        report.target(),
        "COMPLETED",
        report.outcome(),
        null,
        report.startedAt(),
        report.endedAt());
  }
}
