package dev.lockkeeper.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.lab.demo.Practice;
import dev.lockkeeper.lab.demo.UpgradeRun;
import dev.lockkeeper.lab.fluss.FlussNode;
import dev.lockkeeper.lab.fluss.FlussVersion;
import dev.lockkeeper.lab.host.HostProcess;
import dev.lockkeeper.lab.host.LabHost;
import dev.lockkeeper.lab.load.Load;
import dev.lockkeeper.lab.load.LoadReport;
import dev.lockkeeper.lab.observer.Observer;
import dev.lockkeeper.lab.process.FreePorts;
import dev.lockkeeper.lab.process.WholeMachine;
import dev.lockkeeper.lab.temporal.TemporalServer;
import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fluss 0.6.0 to 0.7.0, the vendor's own example, which cannot be rolled. One cluster for all:
 * first what must not touch it, then the roll that somebody insists on, and at last the full stop
 * that works.
 */
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@WholeMachine
class IncompatibleReleasesTest {
  private static final String TARGET = "0.7.0";

  private Practice practice;
  private Load load;

  @BeforeAll
  void bringUpACluster(@TempDir Path directory) throws Exception {
    TemporalServer temporal = TemporalServer.onFreePorts(KilledOrchestratorTest.cli(), directory);
    practice =
        Practice.open(
            () -> KilledOrchestratorTest.started(temporal),
            FlussVersion.V0_6_0,
            FlussVersion.V0_7_0,
            directory,
            FreePorts.one(),
            line -> {});
    load = Load.start(practice.cluster().bootstrapServers(), FlussVersion.V0_6_0, 50, directory);
    KilledOrchestratorTest.awaitTables(practice);
  }

  @AfterAll
  void takeItDown() {
    if (load != null) {
      load.close();
    }
    if (practice != null) {
      practice.close();
    }
  }

  /**
   * @param change what is wrong with the request or the surroundings
   * @param mend puts the surroundings right again
   * @param says what the failure must tell
   */
  record BadInput(String name, Change change, Change mend, List<String> says) {
    @Override
    public String toString() {
      return name;
    }
  }

  interface Change {
    void apply(Practice practice, ObjectNode request) throws IOException;
  }

  static Stream<BadInput> badInputs() {
    return Stream.of(
        // First, because a connection that was made before is not checked again.
        new BadInput(
            "changed host key",
            (lab, request) -> changeHostKey(lab),
            (lab, request) -> mendHostKey(lab),
            List.of("tablet-2", "host key", "SHA256:")),
        request("unknown field", request -> request.put("nodez", 1), "nodez", "did you mean nodes"),
        request(
            "duplicate host",
            request -> node(request, 2).put("host", node(request, 1).get("host").asText()),
            "nodes[2].host",
            "tablet-1"),
        request(
            "missing role",
            request -> ((ArrayNode) request.get("nodes")).remove(0),
            "nodes",
            "no coordinator-server"),
        request(
            "bad version",
            request -> release(request).put("version", "latest"),
            "release.version",
            "latest"),
        request(
            "version without quotes",
            request -> release(request).put("version", 0.7),
            "release.version",
            "quotes"),
        request(
            "wrong checksum",
            request -> release(request).put("sha256", "0".repeat(64)),
            "SHA-256",
            "0".repeat(64)),
        request(
            "no archive there",
            request -> release(request).put("archive", "/nowhere/fluss.tgz"),
            "/nowhere/fluss.tgz",
            "not a readable file"),
        new BadInput(
            "unreadable archive",
            IncompatibleReleasesTest::textAsArchive,
            (lab, request) -> {},
            List.of("cannot be read as a .tgz")),
        request(
            "another product's archive",
            request -> release(request).put("version", "0.7.5"),
            "is not Fluss 0.7.5"),
        request(
            "unsupported version pair",
            request -> {},
            "version-pair",
            "0.6.0",
            "0.7.0",
            "full-stop"),
        request("unreachable host", request -> node(request, 3).put("port", 9), "tablet-3", ":9"),
        new BadInput(
            "no disk space",
            (lab, request) -> lab.cluster().node("tablet-1").host().fillDisk("/opt"),
            (lab, request) -> lab.cluster().node("tablet-1").host().freeDisk("/opt"),
            List.of("tablet-1", "no disk space", "MiB")),
        request(
            "wrong credentials profile",
            request -> request.put("credentials", "prod"),
            "prod",
            "lab"),
        request(
            "home that is not there",
            request -> node(request, 1).put("home", "/opt/fluss-0.5.0"),
            "tablet-1",
            "/opt/fluss-0.5.0"),
        request(
            "ZooKeeper that is not there",
            request ->
                ((ObjectNode) request.get("fluss"))
                    .put("zookeeper", "127.0.0.1:9")
                    .put("method", "full-stop"),
            "ZooKeeper at 127.0.0.1:9"));
  }

  @Order(1)
  @ParameterizedTest
  @MethodSource("badInputs")
  void badInputIsRefusedWithAClearErrorAndTouchesNoNode(BadInput input) throws Exception {
    List<String> before = footprint();
    ObjectNode request = practice.request();
    input.change().apply(practice, request);
    String failure;
    try {
      failure = failureOf(UpgradeRun.start(practice.client(), request));
    } finally {
      input.mend().apply(practice, request);
    }
    assertThat(failure).contains(input.says());
    assertThat(failure).doesNotContain("\tat ", "Exception");
    assertThat(footprint()).isEqualTo(before);
  }

  @Order(2)
  @Test
  void whenTheRefusalIsWaivedTheFirstTabletServerStaysOutOfSyncAndTheRunAsks() throws Exception {
    ObjectNode request = practice.request();
    request
        .putArray("waivers")
        .addObject()
        .put("check", "version-pair")
        .put("by", "ann")
        .put("reason", "to see it");
    ((ObjectNode) request.get("fluss")).put("inSyncLimit", "PT10S");
    UpgradeRun run = UpgradeRun.start(practice.client(), request);
    RunWatch watch = new RunWatch(run);
    watch.gate("tablet-1");
    run.approve("tablet-1", "ann");

    Question blocked = watch.blocked();

    assertThat(blocked.node()).isEqualTo("tablet-1");
    assertThat(String.valueOf(blocked.failure())).contains("UNHEALTHY", "out of sync");
    assertThat(blocked.choices()).contains(Choice.RETRY, Choice.RESTORE, Choice.ABORT);
    assertThat(versions()).containsExactly("0.6.0", TARGET, "0.6.0", "0.6.0");

    run.answer(blocked.id(), Choice.RESTORE, "ann");
    UpgradeReport report = watch.ending();
    assertThat(report.outcome()).as(report.reason()).isEqualTo(UpgradeState.ABORTED);
    assertThat(report.nodes())
        .filteredOn(node -> node.name().equals("tablet-1"))
        .allSatisfy(node -> assertThat(node.state()).isEqualTo(NodeState.RESTORED));
    assertThat(versions()).containsOnly("0.6.0");
    practice.cluster().awaitReady();
    KilledOrchestratorTest.replay(run, "rolling-waived-restored");
  }

  @Order(3)
  @Test
  void aFullStopBringsTheClusterToTheNewReleaseAndLosesNothing() throws Exception {
    // What is counted is this scenario's alone. Both releases serve the client.
    load.countAnew(FlussVersion.V0_7_0);
    ObjectNode request = practice.request();
    ((ObjectNode) request.get("fluss")).put("method", "full-stop");
    try (Observer observer = Observer.of(practice.cluster())) {
      UpgradeRun run = UpgradeRun.start(practice.client(), request);
      RunWatch watch = new RunWatch(run);
      assertThat(watch.gate("full-stop").evidence().facts())
          .anySatisfy(fact -> assertThat(fact.value()).contains("stop the applications' writes"));
      load.pause();
      UpgradeReport report = watch.approveToTheEnd("ann");
      assertThat(report.outcome()).as(report.reason()).isEqualTo(UpgradeState.COMPLETED);
      assertThat(versions()).containsOnly(TARGET);
      assertThat(report.decisions()).extracting("question").contains("full-stop", "applications");
      assertThat(observer.report().starts()).hasSize(4);
      load.continueWith(FlussVersion.V0_7_0);
      LoadReport writer = load.stop();
      assertThat(writer.acknowledged()).isPositive();
      assertThat(writer.lost()).isZero();
      KilledOrchestratorTest.replay(run, "full-stop");
    }
  }

  private static BadInput request(String name, Consumer<ObjectNode> change, String... says) {
    return new BadInput(
        name, (lab, request) -> change.accept(request), (lab, request) -> {}, List.of(says));
  }

  private static ObjectNode release(ObjectNode request) {
    return (ObjectNode) request.get("release");
  }

  private static ObjectNode node(ObjectNode request, int index) {
    return (ObjectNode) request.get("nodes").get(index);
  }

  private static void textAsArchive(Practice lab, ObjectNode request) throws IOException {
    Path text = Files.writeString(lab.directory().resolve("text.tgz"), "this is no archive");
    release(request).put("archive", text.toString());
    release(request).put("sha256", sha256(text));
  }

  private static String sha256(Path file) throws IOException {
    try {
      return java.util.HexFormat.of()
          .formatHex(
              java.security.MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void changeHostKey(Practice lab) throws IOException {
    LabHost host = lab.cluster().node("tablet-2").host();
    List<String> lines = new ArrayList<>(Files.readAllLines(host.knownHosts()));
    String other =
        lines.stream().filter(line -> !line.contains(host.address())).findFirst().orElseThrow();
    Files.write(lab.directory().resolve("known_hosts.kept"), lines);
    lines.replaceAll(
        line ->
            line.contains(host.address())
                ? line.substring(0, line.indexOf(' ')) + other.substring(other.indexOf(' '))
                : line);
    Files.write(host.knownHosts(), lines);
  }

  private static void mendHostKey(Practice lab) throws IOException {
    Files.copy(
        lab.directory().resolve("known_hosts.kept"),
        lab.cluster().node("tablet-2").host().knownHosts(),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * The failure that a person sees in the Temporal UI, of a run that ended without asking anything.
   */
  private static String failureOf(UpgradeRun run) {
    return new RunWatch(run).until("the run has failed", run::failureMessage);
  }

  private List<String> versions() {
    return practice.cluster().nodes().stream()
        .map(node -> practice.cluster().runningVersion(node).orElse("nothing"))
        .toList();
  }

  /** What an upgrade would change: processes and files. */
  private List<String> footprint() {
    List<String> all = new ArrayList<>();
    for (FlussNode node : practice.cluster().nodes()) {
      node.host().processes().stream()
          .filter(process -> String.join(" ", process.commandLine()).contains("fluss.server"))
          .map(HostProcess::pid)
          .forEach(pid -> all.add(node.name() + " " + pid));
      all.add(
          node.host()
              .run("sh", "-c", "ls -a " + node.host().path("/opt") + " ~")
              .orThrow()
              .output());
    }
    return all;
  }
}
