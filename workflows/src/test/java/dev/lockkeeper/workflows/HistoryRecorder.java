package dev.lockkeeper.workflows;

import static dev.lockkeeper.workflows.fluss.FlussRequests.fullStop;
import static dev.lockkeeper.workflows.fluss.FlussRequests.request;
import static dev.lockkeeper.workflows.fluss.FlussRequests.version;
import static dev.lockkeeper.workflows.fluss.FlussRequests.waiver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.workflows.InMemoryTemporal.SearchAttributes;
import dev.lockkeeper.workflows.databend.DatabendRequests;
import dev.lockkeeper.workflows.databend.DatabendUpgrade;
import dev.lockkeeper.workflows.databend.FakeDatabendNodes;
import dev.lockkeeper.workflows.fluss.FakeFlussNodes;
import dev.lockkeeper.workflows.fluss.FlussUpgrade;
import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.FailureReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Writes histories for {@link HistoryReplayTest}. Runs only when it is called by name: {@code mvn
 * -pl workflows test -Dtest=HistoryRecorder -Dlockkeeper.record=0.1.0}. Never writes over a
 * history.
 */
class HistoryRecorder {
  /** The release whose histories are recorded. */
  static final String RELEASE = "lockkeeper.record";

  @Test
  void rolling() throws IOException {
    record("rolling", "0.7.0", request(), Run::approveEverything);
  }

  @Test
  void fullStopOf06() throws IOException {
    record(
        "full-stop",
        "0.6.0",
        request(version("0.7.0").andThen(fullStop())),
        Run::approveEverything);
  }

  @Test
  void waivedBlockedAndRestored() throws IOException {
    record(
        "waived-blocked-restored",
        "0.6.0",
        request(version("0.7.0").andThen(waiver("version-pair"))),
        run -> {
          run.approve("tablet-1");
          run.answer("tablet-1.in-sync", Choice.RETRY);
          run.answer("tablet-1.in-sync#2", Choice.RESTORE);
        });
  }

  @Test
  void expiredPausedAndAborted() throws IOException {
    record(
        "expired-paused-aborted",
        "0.7.0",
        request(request -> ((ObjectNode) request.get("gates")).put("expire", "PT0.2S")),
        run -> {
          run.statusWhen(
              "an expired gate",
              status -> status.questions().stream().anyMatch(question -> question.expired()));
          run.pause();
          run.resume();
          run.question("tablet-1#2");
          run.abort();
        });
  }

  @Test
  void amendedAndRetried() throws IOException {
    record(
        "amended-retried",
        "0.7.0",
        request(),
        cluster -> cluster.fail("restart", "tablet-1", FailureReason.TIMEOUT, "does not stop"),
        run -> {
          run.question("tablet-1");
          run.update("amendRun", Map.of("by", "ann", "policy", "none"));
          run.approve("tablet-1");
          run.answer("tablet-1.restart", Choice.RETRY);
        });
  }

  @Test
  void databendMetaFirst() throws IOException {
    try (InMemoryTemporal temporal =
        InMemoryTemporal.withUpgrades(SearchAttributes.PRESENT, new FakeDatabendNodes("1.2.725"))) {
      Run run =
          temporal.start(
              DatabendUpgrade.TYPE,
              "upgrade-orders",
              DatabendRequests.request("1.2.833", "every-node"));
      run.approveEverything();
      write(DatabendUpgrade.TYPE, "meta-first", run);
    }
  }

  @Test
  void databendBlockedAndRestored() throws IOException {
    FakeDatabendNodes cluster = new FakeDatabendNodes("1.2.725");
    cluster.fail("drain", "query-1", FailureReason.TIMEOUT, "3 statements still run");
    cluster.fail("settled", "query-1", FailureReason.UNHEALTHY, "HandshakeError");
    try (InMemoryTemporal temporal =
        InMemoryTemporal.withUpgrades(SearchAttributes.PRESENT, cluster)) {
      Run run =
          temporal.start(
              DatabendUpgrade.TYPE, "upgrade-orders", DatabendRequests.request("1.2.768", "none"));
      run.answer("query-1.drain", Choice.SKIP);
      run.answer("query-1.settled", Choice.RESTORE);
      write(DatabendUpgrade.TYPE, "skipped-restored", run);
    }
  }

  @Test
  void databendOverAStopover() throws IOException {
    try (InMemoryTemporal temporal =
        InMemoryTemporal.withUpgrades(SearchAttributes.PRESENT, new FakeDatabendNodes("1.2.615"))) {
      Run run =
          temporal.start(
              DatabendUpgrade.TYPE,
              "upgrade-orders",
              DatabendRequests.through(
                  DatabendRequests.request("1.2.768", "canary"), "1.2.680", "all"));
      run.approveEverything();
      write(DatabendUpgrade.TYPE, "over-a-stopover", run);
    }
  }

  private static void record(
      String scenario, String version, ObjectNode request, Consumer<Run> operator)
      throws IOException {
    record(scenario, version, request, cluster -> {}, operator);
  }

  private static void record(
      String scenario,
      String version,
      ObjectNode request,
      Consumer<FakeFlussNodes> trouble,
      Consumer<Run> operator)
      throws IOException {
    FakeFlussNodes cluster = new FakeFlussNodes(version);
    trouble.accept(cluster);
    try (InMemoryTemporal temporal =
        InMemoryTemporal.withUpgrades(SearchAttributes.PRESENT, cluster)) {
      Run run = temporal.start(FlussUpgrade.TYPE, "upgrade-orders", request);
      operator.accept(run);
      write(FlussUpgrade.TYPE, scenario, run);
    }
  }

  private static void write(String type, String scenario, Run run) throws IOException {
    run.awaitClose();
    String release =
        Objects.requireNonNull(System.getProperty(RELEASE), "give -D" + RELEASE + "=<release>");
    Path file =
        HistoryReplayTest.HISTORIES.resolve(type).resolve(scenario + "." + release + ".json");
    Files.writeString(
        file,
        run.history().toJson(true) + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE_NEW);
  }
}
