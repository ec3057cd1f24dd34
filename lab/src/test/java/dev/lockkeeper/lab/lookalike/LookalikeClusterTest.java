package dev.lockkeeper.lab.lookalike;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.lab.host.LabNetwork;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A cluster on real hosts of the lab, driven by hand with the vendor's script. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LookalikeClusterTest {

  private static final Expectation NOTHING_CHANGED =
      Expectation.upgraded(LookalikeCluster.NEW_VERSION).endingOn(LookalikeCluster.OLD_VERSION);

  private final LabNetwork network = LabNetwork.open(LookalikeCluster.HOST_NAMES);
  private LookalikeCluster cluster;
  private LookalikeNode first;
  private LookalikeNode second;
  private LookalikeNode third;

  @BeforeAll
  void up() {
    cluster = LookalikeCluster.up(network, "orders");
    first = cluster.nodes().get(0);
    second = cluster.nodes().get(1);
    third = cluster.nodes().get(2);
  }

  @BeforeEach
  void reset() {
    cluster.reset();
  }

  @AfterAll
  void close() {
    network.close();
  }

  @Test
  void theLeadMovesWhenANodeIsStoppedAndBackWhenItHasCaughtUp() {
    try (LookalikeObserver observer = LookalikeObserver.of(cluster)) {
      assertThat(cluster.await(second, view -> true).ledBy(1)).containsExactly(0, 3);

      assertThat(first.control("stop").output()).isEqualTo("lookalike stopped\n");
      NodeView without =
          cluster.await(second, view -> view.ledBy(2).size() == 4 && !view.alive().contains(1));
      assertThat(without.partitions().get(0).inSync()).containsExactly(2);
      awaitNoServer(first);
      assertThat(first.control("start").output()).isEqualTo("lookalike started\n");
      NodeView with = cluster.await(second, view -> view.isAtRest(3));
      assertThat(with.ledBy(1)).containsExactly(0, 3);

      awaitUp(observer);
      LookalikeReport report = observer.report(NOTHING_CHANGED);
      assertThat(report.violations()).isEmpty();
      assertThat(report.blindSpots()).isEmpty();
      assertThat(report.downIntervals())
          .singleElement()
          .satisfies(down -> assertThat(down.node()).isEqualTo("node-1"));
      assertThat(report.events().stream().map(AuditEvent::event))
          .containsExactly("stopping", "stopped", "started", "serving");
    }
  }

  @Test
  void theScriptsSayStartedAndStoppedWhateverHappens() {
    first.freezeStop();
    assertThat(first.control("stop").orThrow().output()).isEqualTo("lookalike stopped\n");
    awaitEvent(first, " ignored signal=TERM");
    assertThat(cluster.view(first)).isPresent();
    assertThat(first.control("start").orThrow().output())
        .startsWith("lookalike is already running");

    first.thawStop();
    first.control("stop").orThrow();
    awaitNoServer(first);
    assertThat(first.control("stop").orThrow().output()).isEqualTo("lookalike stopped\n");

    first
        .host()
        .run("sh", "-c", "echo port = nonsense >>$1/conf/lookalike.conf", "sh", first.link());
    assertThat(first.control("start").orThrow().output()).isEqualTo("lookalike started\n");
    await(
        () ->
            first.host().run("cat", first.data() + "/lookalike.log").output().contains("nonsense"));
    awaitNoServer(first);
    assertThat(first.control("status").orThrow().output()).isEqualTo("lookalike is not running\n");
    assertThat(first.control("version").orThrow().output()).isEqualTo("1.0.0\n");
  }

  @Test
  void aSlowStopLeavesTheClusterAtOnceAndTheProcessLater() {
    first.slow("stop.seconds", 30);

    first.control("stop").orThrow();

    cluster.await(second, view -> view.alive().equals(Set.of(2, 3)));
    assertThat(cluster.view(first)).isEmpty();
    assertThat(first.control("status").output()).startsWith("lookalike is running");
  }

  @Test
  void aSlowStartIsNotOverWhenTheScriptSaysSoAndCanBeStopped() {
    first.slow("start.seconds", 30);
    first.control("stop").orThrow();
    awaitNoServer(first);

    assertThat(first.control("start").orThrow().output()).isEqualTo("lookalike started\n");
    await(() -> events(first).stream().filter(line -> line.contains(" started ")).count() == 2);
    assertThat(cluster.view(first)).isEmpty();

    first.control("stop").orThrow();
    awaitNoServer(first);
    assertThat(events(first)).last().asString().endsWith(" stopped");
  }

  @Test
  void theObserverSeesTwoNodesDownAndThePartitionThatTheyTookAlong() {
    try (LookalikeObserver observer = LookalikeObserver.of(cluster)) {
      cluster.crash(first);
      cluster.crash(second);

      await(() -> observer.report(NOTHING_CHANGED).violations().size() >= 5);

      assertThat(observer.report(NOTHING_CHANGED).violations())
          .anyMatch(line -> line.endsWith(" node-1 and node-2 were down at the same time."))
          .anyMatch(line -> line.endsWith(" node-3 lived, and no in-sync replica of partition 0."))
          .anyMatch(line -> line.endsWith(" node-3 lived, and no in-sync replica of partition 3."))
          .anyMatch(line -> line.endsWith(" node-1 does not answer in the end."));
    }
  }

  @Test
  void theObserverSeesInTheLedgersWhatWasDoneTwice() throws IOException {
    try (LookalikeObserver observer = LookalikeObserver.of(cluster)) {
      assertThat(cluster.ask(first, "set auto-move off")).isEqualTo("ok");
      assertThat(cluster.ask(first, "set auto-move off")).isEqualTo("ok");
      cluster.await(third, view -> view.settings().get("auto-move").equals("off"));
      for (int i = 0; i < 2; i++) {
        first.control("stop").orThrow();
        awaitNoServer(first);
        first.control("start").orThrow();
        cluster.await(second, view -> view.isWhole(3));
      }
      first
          .host()
          .run("sh", "-c", "mkdir -p .lockkeeper/fences && touch .lockkeeper/fences/orders");
      awaitUp(observer);

      Expectation upgradeToTheSame = Expectation.upgraded(LookalikeCluster.OLD_VERSION);
      assertThat(observer.report(upgradeToTheSame).violations())
          .map(line -> line.substring(line.indexOf(' ') + 1))
          .containsExactlyInAnyOrder(
              "node-1 was told to set auto-move to off again.",
              "node-1 was told to stop again.",
              "node-1 was started on 1.0.0 again.",
              "node-1 has auto-move off in the end; it was on.",
              "node-2 has auto-move off in the end; it was on.",
              "node-3 has auto-move off in the end; it was on.",
              "node-1 still has the fence " + first.host().home() + "/.lockkeeper/fences/orders.");
    }
  }

  @Test
  void aResetRemovesWhateverARunLeft() throws IOException {
    cluster.ask(second, "set auto-move off");
    first.freezeStop();
    second.control("stop").orThrow();
    first
        .host()
        .run(
            "sh",
            "-c",
            """
            mkdir -p .lockkeeper/jobs/a
            echo 'while :; do sleep 0.1; done' >.lockkeeper/jobs/a/runner
            setsid sh "$HOME/.lockkeeper/jobs/a/runner" >/dev/null 2>&1 </dev/null &
            cp -r "$1-1.0.0" "$1-1.1.0"
            ln -sfn "$1-1.1.0" "$1"
            """,
            "leave",
            first.link())
        .orThrow();
    third.host().cut();

    cluster.reset();

    assertThat(
            cluster.nodes().stream()
                .map(node -> cluster.await(node, view -> true))
                .map(view -> view.settings() + " " + view.release()))
        .containsExactlyElementsOf(
            cluster.nodes().stream()
                .map(node -> "{auto-move=on} " + node.home(LookalikeCluster.OLD_VERSION))
                .toList());
    assertThat(first.host().run("ls", "-A", first.host().home()).output()).isEmpty();
    assertThat(first.host().run("sh", "-c", "ls -d " + first.link() + "*").output())
        .isEqualTo(first.link() + "\n" + first.home("1.0.0") + "\n");
    assertThat(first.host().processes())
        .noneMatch(process -> process.commandLine().toString().contains("/jobs/a/runner"));
    assertThat(events(first)).hasSize(2);
  }

  @Test
  void anUpgradeByHandToTheNewReleaseIsWhatTheObserverExpects() throws IOException {
    try (LookalikeObserver observer = LookalikeObserver.of(cluster)) {
      cluster.ask(first, "set auto-move off");
      for (LookalikeNode node : cluster.nodes()) {
        upgradeByHand(node);
        cluster.awaitWhole();
      }
      cluster.ask(first, "set auto-move on");
      cluster.nodes().forEach(node -> cluster.await(node, view -> view.isAtRest(3)));
      awaitUp(observer);

      LookalikeReport report = observer.report(Expectation.upgraded(LookalikeCluster.NEW_VERSION));
      assertThat(report.violations()).isEmpty();
      assertThat(report.answers()).allSatisfy(answers -> assertThat(answers).isPositive());
    }
  }

  @Test
  void aClusterBesideThisOneIsAnother() {
    try (LabNetwork beside = LabNetwork.open(LookalikeCluster.HOST_NAMES)) {
      LookalikeCluster other = LookalikeCluster.up(beside, "events");

      other.nodes().get(0).control("stop").orThrow();
      other.await(other.nodes().get(1), view -> view.alive().size() == 2);

      assertThat(cluster.await(second, view -> true).isWhole(3)).isTrue();
      assertThat(LookalikeCluster.workerConfiguration(List.of(cluster, other)))
          .contains(
              "\n    orders:\n      user: ",
              "known-hosts: " + first.host().knownHosts() + "\n",
              "\n    events:\n      user: ",
              "known-hosts: " + beside.hosts().get(0).knownHosts() + "\n");
      assertThat(other.request().toString())
          .contains(
              "\"cluster\":\"events\"",
              "\"credentials\":\"events\"",
              "\"archive\":\"" + other.target().archive() + "\"",
              "\"home\":\"" + other.nodes().get(2).link() + "\"");
    }
  }

  private void upgradeByHand(LookalikeNode node) {
    node.host()
        .run(
            "sh",
            "-c",
            """
            tar -xzf "$1" -C "$(dirname "$2")"
            cp "$2/conf/lookalike.conf" "$2-1.1.0/conf/"
            """,
            "stage",
            network.sharedDirectory() + "/lookalike-1.1.0.tgz",
            node.link())
        .orThrow();
    node.control("stop").orThrow();
    awaitNoServer(node);
    node.host().run("ln", "-sfn", node.home(LookalikeCluster.NEW_VERSION), node.link()).orThrow();
    node.control("start").orThrow();
  }

  /** The observer may hear of a node a moment after the test does. */
  private static void awaitUp(LookalikeObserver observer) {
    await(
        () ->
            observer.report(NOTHING_CHANGED).violations().stream()
                .noneMatch(line -> line.contains("does not answer")));
  }

  private static void awaitNoServer(LookalikeNode node) {
    await(
        () ->
            node.host().processes().stream()
                .noneMatch(
                    process -> process.commandLine().toString().contains("LookalikeServer")));
  }

  private static void awaitEvent(LookalikeNode node, String ending) {
    await(() -> events(node).stream().anyMatch(line -> line.endsWith(ending)));
  }

  private static List<String> events(LookalikeNode node) {
    return node.host().run("cat", node.data() + "/audit.log").output().lines().toList();
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for 20 s").isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }
}
