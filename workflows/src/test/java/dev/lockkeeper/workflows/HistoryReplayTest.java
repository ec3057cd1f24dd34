package dev.lockkeeper.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.workflows.databend.DatabendUpgrade;
import dev.lockkeeper.workflows.databend.DatabendUpgradeWorkflow;
import dev.lockkeeper.workflows.fluss.FlussRequest;
import dev.lockkeeper.workflows.fluss.FlussUpgrade;
import dev.lockkeeper.workflows.fluss.FlussUpgradeWorkflow;
import dev.lockkeeper.workflows.kwdb.KwdbUpgrade;
import dev.lockkeeper.workflows.kwdb.KwdbUpgradeWorkflow;
import dev.lockkeeper.workflows.model.Json;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeRequest;
import dev.lockkeeper.workflows.openmldb.OpenMldbUpgrade;
import dev.lockkeeper.workflows.openmldb.OpenMldbUpgradeWorkflow;
import dev.lockkeeper.workflows.runbook.Carried;
import dev.lockkeeper.workflows.runbook.Runbook;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.NonDeterministicException;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs that are open while the worker is redeployed must go on: old histories replay. */
class HistoryReplayTest {
  /** Where histories are kept; the working directory of tests is the module. */
  static final Path HISTORIES = Path.of("src/test/resources/histories");

  static List<Path> flussUpgrades() throws IOException {
    return histories(FlussUpgrade.TYPE);
  }

  static List<Path> kwdbUpgrades() throws IOException {
    return histories(KwdbUpgrade.TYPE);
  }

  static List<Path> openMldbUpgrades() throws IOException {
    return histories(OpenMldbUpgrade.TYPE);
  }

  private static List<Path> histories(String type) throws IOException {
    try (Stream<Path> files = Files.list(HISTORIES.resolve(type))) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  @Test
  void thereAreHistories() throws IOException {
    assertThat(flussUpgrades()).hasSizeGreaterThanOrEqualTo(3);
    assertThat(kwdbUpgrades()).hasSizeGreaterThanOrEqualTo(5);
    assertThat(openMldbUpgrades()).hasSizeGreaterThanOrEqualTo(3);
  }

  static List<Path> databendUpgrades() throws IOException {
    try (Stream<Path> files = Files.list(HISTORIES.resolve(DatabendUpgrade.TYPE))) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databendUpgrades")
  void theDatabendUpgradeStillDoesWhatItDid(Path file) throws Exception {
    replay(file, DatabendUpgradeWorkflow.class);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("flussUpgrades")
  void theFlussUpgradeStillDoesWhatItDid(Path file) throws Exception {
    replay(file, FlussUpgradeWorkflow.class);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kwdbUpgrades")
  void theKwdbUpgradeStillDoesWhatItDid(Path file) throws Exception {
    replay(file, KwdbUpgradeWorkflow.class);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("openMldbUpgrades")
  void theOpenMldbUpgradeStillDoesWhatItDid(Path file) throws Exception {
    replay(file, OpenMldbUpgradeWorkflow.class);
  }

  @Test
  void aWorkflowThatDoesSomethingElseIsFoundOut() throws IOException {
    Path file = flussUpgrades().get(0);

    assertThatThrownBy(() -> replay(file, AnotherUpgrade.class))
        .hasStackTraceContaining(NonDeterministicException.class.getName());
  }

  private static void replay(Path file, Class<?> implementation) throws Exception {
    String text = Files.readString(file, StandardCharsets.UTF_8);
    // A replay has an id of its own unless it is given the run's.
    WorkflowExecutionHistory history =
        WorkflowExecutionHistory.fromJson(text, UpgradeRequest.workflowId(cluster(text)));
    TestEnvironmentOptions options =
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder().setDataConverter(Json.converter()).build())
            .build();
    try (TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance(options)) {
      Worker worker =
          environment.newWorker(
              UpgradeWorkflows.TASK_QUEUE,
              // Cold class loading on a busy machine may take longer than the default second.
              WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(20_000).build());
      if (implementation != AnotherUpgrade.class) {
        UpgradeWorkflows.register(worker);
      } else {
        worker.registerWorkflowImplementationTypes(implementation);
      }
      WorkflowReplayer.replayWorkflowExecution(history, worker);
    }
  }

  /** The cluster that the history's input names. */
  private static String cluster(String history) throws IOException {
    String input =
        Json.mapper()
            .readTree(history)
            .at("/events/0/workflowExecutionStartedEventAttributes/input/payloads/0/data")
            .asText();
    return Json.mapper().readTree(Base64.getDecoder().decode(input)).path("cluster").asText();
  }

  /** The same type, but it looks at nothing. */
  public static final class AnotherUpgrade implements FlussUpgrade {
    @Override
    public UpgradeReport run(@Nullable FlussRequest request, @Nullable Carried carried) {
      Runbook book = Runbook.open(Objects.requireNonNull(request), carried);
      return book.run(() -> book.phase("Do nothing"));
    }
  }
}
