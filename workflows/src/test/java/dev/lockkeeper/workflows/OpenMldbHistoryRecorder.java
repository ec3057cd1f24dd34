package dev.lockkeeper.workflows;

import static dev.lockkeeper.workflows.openmldb.OpenMldbRequests.node;
import static dev.lockkeeper.workflows.openmldb.OpenMldbRequests.request;
import static dev.lockkeeper.workflows.openmldb.OpenMldbRequests.setting;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.workflows.InMemoryTemporal.SearchAttributes;
import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.openmldb.FakeOpenMldbNodes;
import dev.lockkeeper.workflows.openmldb.OpenMldbUpgrade;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** As {@link HistoryRecorder}, for OpenMLDB. */
class OpenMldbHistoryRecorder {
  @Test
  void drainedWithEveryRole() throws IOException {
    FakeOpenMldbNodes cluster = new FakeOpenMldbNodes("0.6.2").autoFailover(true);
    cluster.flagOfTheNextLeader(false);
    cluster.servesOnlyWhenItLeads("nameserver-2");
    record(
        "drained",
        cluster,
        request(node("api-1", "apiserver").andThen(node("task-1", "taskmanager"))),
        Run::approveEverything);
  }

  @Test
  void automaticWithoutWritePause() throws IOException {
    record(
        "automatic",
        new FakeOpenMldbNodes("0.7.0").autoFailover(true),
        request(
            setting("drain", false)
                .andThen(setting("writePause", false))
                .andThen(setting("rebalance", false))),
        Run::approveEverything);
  }

  @Test
  void retriedAndRestored() throws IOException {
    FakeOpenMldbNodes cluster = new FakeOpenMldbNodes("0.6.2").autoFailover(true);
    cluster.fail("quiet", FailureReason.UNHEALTHY, "writes go on");
    cluster.fail("confirm tablet-1", FailureReason.FAILED_COMMAND, "operation 61 is kFailed");
    record(
        "retried-restored",
        cluster,
        request(),
        run -> {
          run.approve("stop-writes");
          run.answer("quiet", Choice.RETRY);
          for (String gate : List.of("nameserver-2", "nameserver-1", "tablet-1")) {
            run.approve(gate);
          }
          run.answer("tablet-1.confirm", Choice.RESTORE);
        });
  }

  private static void record(
      String scenario, FakeOpenMldbNodes cluster, ObjectNode request, Consumer<Run> operator)
      throws IOException {
    try (InMemoryTemporal temporal =
        InMemoryTemporal.withUpgrades(SearchAttributes.PRESENT, cluster)) {
      Run run = temporal.start(OpenMldbUpgrade.TYPE, "upgrade-features", request);
      operator.accept(run);
      run.awaitClose();
      String release =
          Objects.requireNonNull(
              System.getProperty(HistoryRecorder.RELEASE),
              "give -D" + HistoryRecorder.RELEASE + "=<release>");
      Path directory =
          Files.createDirectories(HistoryReplayTest.HISTORIES.resolve(OpenMldbUpgrade.TYPE));
      Files.writeString(
          directory.resolve(scenario + "." + release + ".json"),
          run.history().toJson(true) + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE_NEW);
    }
  }
}
