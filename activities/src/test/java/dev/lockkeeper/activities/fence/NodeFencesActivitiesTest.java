package dev.lockkeeper.activities.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockkeeper.activities.ssh.OpenSshNode;
import dev.lockkeeper.activities.ssh.SshConnections;
import dev.lockkeeper.activities.step.Attendant;
import dev.lockkeeper.workflows.model.Beat;
import dev.lockkeeper.workflows.model.FenceClaim;
import dev.lockkeeper.workflows.model.FenceSight;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.Target;
import dev.lockkeeper.workflows.runbook.NodeFences;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class NodeFencesActivitiesTest {
  private static final String FENCE = ".lockkeeper/fences/orders";

  @TempDir static Path homes = Path.of("unset");

  @RegisterExtension static final OpenSshNode FIRST = new OpenSshNode().withHome(() -> home(1));
  @RegisterExtension static final OpenSshNode SECOND = new OpenSshNode().withHome(() -> home(2));
  @RegisterExtension static final OpenSshNode THIRD = new OpenSshNode().withHome(() -> home(3));

  private final TestActivityEnvironment environment = TestActivityEnvironment.newInstance();
  private final Attendant attendant = new Attendant();
  private SshConnections connections = OpenSshNode.connections();
  private NodeFences fences = environment.newActivityStub(NodeFences.class);
  private List<Target> nodes = List.of();

  @BeforeEach
  void start() throws IOException {
    for (int i = 1; i <= 3; i++) {
      Files.createDirectories(home(i).resolve(".lockkeeper/fences"));
      Files.deleteIfExists(home(i).resolve(FENCE));
    }
    connections.close();
    connections = OpenSshNode.connections(FIRST, SECOND, THIRD);
    environment.registerActivitiesImplementations(new NodeFencesActivities(connections, attendant));
    fences = environment.newActivityStub(NodeFences.class);
    nodes = List.of(target(1, FIRST), target(2, SECOND), target(3, THIRD));
  }

  @AfterEach
  void stop() {
    connections.close();
    attendant.close();
    environment.close();
  }

  @Test
  void allNodesAreTakenLookedAtAndReleased() {
    assertThat(fences.take(claim("run-1"), nodes))
        .containsExactly(held(1, "run-1"), held(2, "run-1"), held(3, "run-1"));
    assertThat(fences.take(claim("run-1"), nodes))
        .extracting(FenceSight::holder)
        .containsOnly(claim("run-1"));
    assertThat(fences.look("orders", nodes))
        .hasSize(3)
        .extracting(FenceSight::holder)
        .containsOnly(claim("run-1"));

    assertThat(fences.release("orders", "run-2", nodes))
        .extracting(FenceSight::holder)
        .containsOnly(claim("run-1"));
    assertThat(fences.release("orders", "run-1", nodes)).containsExactly(free(1), free(2), free(3));
    assertThat(fences.look("orders", nodes)).containsExactly(free(1), free(2), free(3));
  }

  @Test
  void whenOneNodeIsHeldByAnotherRunNoneIsTaken() throws IOException {
    hold(2, "run-0");

    assertThat(fences.take(claim("run-1"), nodes))
        .containsExactly(free(1), held(2, "run-0"), free(3));
    assertThat(home(1).resolve(FENCE)).doesNotExist();
    assertThat(home(3).resolve(FENCE)).doesNotExist();
  }

  @Test
  void whenOneNodeIsAwayNoneIsTaken() throws IOException {
    int nobody;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = free.getLocalPort();
    }
    Node away = new Node("tablet-3", "127.0.0.1", nobody, "tablet-server", "/opt/fluss");
    List<Target> targets =
        List.of(nodes.get(0), nodes.get(1), new Target(away, THIRD.credentials()));

    List<FenceSight> sights = fences.take(claim("run-1"), targets);
    assertThat(sights.subList(0, 2)).containsExactly(free(1), free(2));
    assertThat(sights.get(2).holder()).isNull();
    assertThat(sights.get(2).problem()).contains("127.0.0.1:" + nobody);
    assertThat(home(1).resolve(FENCE)).doesNotExist();
  }

  @Test
  void ofTwoRunsAtOnceAtMostOneHasAllAndTheOtherLeavesNothing() throws Exception {
    CountDownLatch together = new CountDownLatch(2);
    List<CompletableFuture<List<FenceSight>>> takes =
        Stream.of("run-1", "run-2")
            .map(
                run ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          together.countDown();
                          return fences.take(claim(run), nodes);
                        }))
            .toList();
    boolean firstHasAll = hasAll(takes.get(0).get(), "run-1");
    boolean secondHasAll = hasAll(takes.get(1).get(), "run-2");

    assertThat(firstHasAll && secondHasAll).isFalse();
    List<FenceSight> now = fences.look("orders", nodes);
    if (firstHasAll || secondHasAll) {
      assertThat(hasAll(now, firstHasAll ? "run-1" : "run-2")).isTrue();
    } else {
      assertThat(now).containsExactly(free(1), free(2), free(3));
    }
  }

  @Test
  void nodesOfOneMachineShareAFenceAndAreFreedTogether() throws IOException {
    hold(2, "run-0");
    List<Target> shared = List.of(target(1, FIRST), target(2, SECOND), target(3, FIRST));

    assertThat(fences.take(claim("run-1"), shared))
        .containsExactly(free(1), held(2, "run-0"), free(3));
  }

  @Test
  void aFenceThatTheRunHadBeforeIsNotLostWhenAnotherCannotBeTaken() throws IOException {
    hold(1, "run-1");
    hold(2, "run-0");

    assertThat(fences.take(claim("run-1"), nodes))
        .containsExactly(held(1, "run-1"), held(2, "run-0"), free(3));
  }

  @Test
  void anAttemptAfterOneThatWasCutOffGivesBackWhatThatOneTook() throws IOException {
    hold(1, "run-1");
    hold(2, "run-0");
    environment.setHeartbeatDetails(new Beat("1 of 3 nodes", 0));

    assertThat(fences.take(claim("run-1"), nodes))
        .containsExactly(free(1), held(2, "run-0"), free(3));
  }

  @Test
  void oldJobsAreRemovedOnAllNodes() throws IOException {
    Path old =
        Files.createDirectories(home(3).resolve(".lockkeeper/jobs/orders/run-0/n.restart.1"));
    Path kept =
        Files.createDirectories(home(3).resolve(".lockkeeper/jobs/orders/run-1/n.restart.1"));

    assertThat(fences.removeOldJobs("orders", "run-1", nodes)).isEmpty();
    assertThat(old.getParent()).doesNotExist();
    assertThat(kept).exists();
  }

  @Test
  void namesThatCouldLeadElsewhereAreInvalid() {
    for (Runnable call :
        List.<Runnable>of(
            () -> fences.look("../orders", nodes),
            () -> fences.removeOldJobs("orders/..", "run-1", nodes),
            () -> fences.removeOldJobs("orders", "", nodes),
            () -> fences.release("orders", "run 1", nodes))) {
      ActivityFailure failure = catchThrowableOfType(ActivityFailure.class, call::run);
      assertThat(((ApplicationFailure) failure.getCause()).getType()).isEqualTo("INVALID");
    }
  }

  private static boolean hasAll(List<FenceSight> sights, String run) {
    return sights.stream().allMatch(sight -> claim(run).equals(sight.holder()));
  }

  private static void hold(int node, String run) throws IOException {
    Files.writeString(home(node).resolve(FENCE), FenceFile.write(claim(run)) + "\n");
  }

  private static FenceSight held(int node, String run) {
    return new FenceSight("tablet-" + node, claim(run), List.of(), null);
  }

  private static FenceSight free(int node) {
    return new FenceSight("tablet-" + node, null, List.of(), null);
  }

  private static FenceClaim claim(String run) {
    return new FenceClaim(
        "orders", "upgrade-orders", run, "default", Instant.parse("2026-01-02T03:04:05Z"));
  }

  private static Path home(int node) {
    return homes.resolve("home-" + node);
  }

  private static Target target(int number, OpenSshNode node) {
    return new Target(
        new Node("tablet-" + number, "127.0.0.1", node.port(), "tablet-server", "/opt/fluss"),
        node.credentials());
  }
}
