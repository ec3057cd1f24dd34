package dev.lockkeeper.workflows;

import static dev.lockkeeper.workflows.kwdb.KwdbRequests.importExport;
import static dev.lockkeeper.workflows.kwdb.KwdbRequests.oneNode;
import static dev.lockkeeper.workflows.kwdb.KwdbRequests.request;
import static dev.lockkeeper.workflows.kwdb.KwdbRequests.setting;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.workflows.InMemoryTemporal.SearchAttributes;
import dev.lockkeeper.workflows.kwdb.FakeKwdbNodes;
import dev.lockkeeper.workflows.kwdb.KwdbMethod;
import dev.lockkeeper.workflows.kwdb.KwdbUpgrade;
import dev.lockkeeper.workflows.kwdb.Topology;
import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.FailureReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** As {@link HistoryRecorder}, for KWDB. */
class KwdbHistoryRecorder {
  @Test
  void rolling() throws IOException {
    record("rolling", FakeKwdbNodes.cluster(), request(), Run::approveEverything);
  }

  @Test
  void retriedAndRestored() throws IOException {
    FakeKwdbNodes cluster = FakeKwdbNodes.cluster();
    cluster.fail("ROLL node-1", FailureReason.FAILED_COMMAND, "no space left");
    cluster.fail("ROLL node-2", FailureReason.FAILED_COMMAND, "there are no programs");
    record(
        "retried-restored",
        cluster,
        request(),
        run -> {
          run.approve("prepared");
          run.approve("node-1");
          run.answer("node-1.upgrade", Choice.RETRY);
          run.approve("node-2");
          run.answer("node-2.upgrade", Choice.RESTORE);
        });
  }

  @Test
  void singleReplica() throws IOException {
    record(
        "single-replica",
        new FakeKwdbNodes("3.0.0", KwdbMethod.SINGLE_REPLICA, Topology.SINGLE_REPLICA),
        request(),
        Run::approveEverything);
  }

  @Test
  void compose() throws IOException {
    record(
        "compose",
        new FakeKwdbNodes("3.0.0", null, Topology.STANDALONE),
        request(oneNode().andThen(setting("method", "compose"))),
        Run::approveEverything);
  }

  @Test
  void importedAndExported() throws IOException {
    record(
        "import-export",
        new FakeKwdbNodes("2.0.4", KwdbMethod.STANDALONE, Topology.STANDALONE)
            .has("new-1", "3.1.0"),
        request(importExport()),
        Run::approveEverything);
  }

  private static void record(
      String scenario, FakeKwdbNodes cluster, ObjectNode request, Consumer<Run> operator)
      throws IOException {
    try (InMemoryTemporal temporal =
        InMemoryTemporal.withUpgrades(SearchAttributes.PRESENT, cluster)) {
      Run run = temporal.start(KwdbUpgrade.TYPE, "upgrade-meters", request);
      operator.accept(run);
      run.awaitClose();
      String release =
          Objects.requireNonNull(
              System.getProperty(HistoryRecorder.RELEASE),
              "give -D" + HistoryRecorder.RELEASE + "=<release>");
      Path directory =
          Files.createDirectories(HistoryReplayTest.HISTORIES.resolve(KwdbUpgrade.TYPE));
      Files.writeString(
          directory.resolve(scenario + "." + release + ".json"),
          run.history().toJson(true) + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE_NEW);
    }
  }
}
