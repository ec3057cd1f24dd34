package dev.lockkeeper.activities.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.activities.ssh.Command;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.step.LocalShell;
import dev.lockkeeper.activities.step.Shell;
import dev.lockkeeper.workflows.model.FenceClaim;
import dev.lockkeeper.workflows.model.FenceSight;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class FenceScriptsTest {
  private static final FenceScripts SCRIPTS = new FenceScripts("orders");
  private static final String FENCE = ".lockkeeper/fences/orders";

  private final List<LocalShell> nodes = new ArrayList<>();

  @TempDir private Path directory = Path.of("unset");

  @AfterEach
  void stop() {
    nodes.forEach(LocalShell::close);
  }

  @ParameterizedTest
  @EnumSource
  void aFreeNodeIsTakenAndTheFileSaysByWhom(Shell shell) throws Exception {
    LocalShell node = node(shell);
    FenceReply reply = take(node, "run-1");

    assertThat(reply.taken()).isTrue();
    assertThat(reply.sight())
        .isEqualTo(new FenceSight("tablet-1", claim("run-1"), List.of(), null));
    assertThat(node.file(FENCE))
        .isEqualTo(
            "{\"cluster\":\"orders\",\"workflow\":\"upgrade-orders\",\"run\":\"run-1\","
                + "\"namespace\":\"default\",\"since\":\"2026-01-02T03:04:05Z\"}\n");
    try (var files = Files.list(node.home().resolve(".lockkeeper/fences"))) {
      assertThat(files).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsTakenStaysWithWhoTookIt(Shell shell) throws Exception {
    LocalShell node = node(shell);
    take(node, "run-1");

    FenceReply other = take(node, "run-2");
    assertThat(other.taken()).isFalse();
    assertThat(other.sight().holder()).isEqualTo(claim("run-1"));
    assertThat(other.sight().problem()).isNull();

    FenceReply again = take(node, "run-1");
    assertThat(again.taken()).isFalse();
    assertThat(again.heldBy("run-1")).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void ofTenAtOnceOneTakesItAndAllSeeWhoItWas(Shell shell) throws Exception {
    LocalShell node = node(shell);
    ExecutorService callers = Executors.newFixedThreadPool(10);
    try {
      CountDownLatch together = new CountDownLatch(10);
      List<Callable<FenceReply>> calls = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        String run = "run-" + i;
        calls.add(
            () -> {
              together.countDown();
              together.await();
              return take(node, run);
            });
      }
      List<FenceReply> replies = new ArrayList<>();
      for (Future<FenceReply> call : callers.invokeAll(calls)) {
        replies.add(call.get());
      }
      FenceReply winner = replies.stream().filter(FenceReply::taken).findFirst().orElseThrow();
      assertThat(replies).filteredOn(FenceReply::taken).hasSize(1);
      assertThat(replies).extracting(FenceReply::sight).containsOnly(winner.sight());
    } finally {
      callers.shutdownNow();
    }
  }

  /** The worker is killed while it sends; the script on the node goes on with what has arrived. */
  @ParameterizedTest
  @EnumSource
  void aClaimThatArrivesCutShortTakesNothing(Shell shell) throws Exception {
    LocalShell node = node(shell);
    for (int arrived : List.of(0, 1, 20)) {
      FenceReply reply =
          SCRIPTS.take(cutShort(node, arrived), "tablet-1", FenceFile.write(claim("run-1")));

      assertThat(reply.taken()).isFalse();
      assertThat(reply.sight().holder()).isNull();
      assertThat(reply.sight().problem()).contains("cut short");
      assertThat(node.home().resolve(FENCE)).doesNotExist();
    }
    assertThat(take(node, "run-2").taken()).isTrue();
  }

  private static SshConnection cutShort(LocalShell node, int arrived) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          Command command = (Command) arguments[0];
          return node.run(command.withInput(String.valueOf(command.input()).substring(0, arrived)));
        };
    return (SshConnection)
        Proxy.newProxyInstance(
            SshConnection.class.getClassLoader(), new Class<?>[] {SshConnection.class}, handler);
  }

  @ParameterizedTest
  @EnumSource
  void aFenceThatCannotBeReadIsHeldBySomebodyUnknown(Shell shell) throws Exception {
    for (String text :
        List.of(
            "",
            "{\"cluster\":\"orders\",",
            "null",
            "{\"cluster\":\"orders\"}",
            "|::end\n::taken")) {
      LocalShell node = node(shell);
      Files.createDirectories(node.home().resolve(FENCE).getParent());
      Files.writeString(node.home().resolve(FENCE), text);

      assertUnknown(take(node, "run-1"));
      assertUnknown(SCRIPTS.look(node, "tablet-1"));
      assertThat(node.file(FENCE)).isEqualTo(text);
    }
    LocalShell folder = node(shell);
    Files.createDirectories(folder.home().resolve(FENCE));
    assertUnknown(take(folder, "run-1"));
    assertThat(folder.home().resolve(FENCE)).isEmptyDirectory();

    LocalShell dangling = node(shell);
    Files.createDirectories(dangling.home().resolve(FENCE).getParent());
    Files.createSymbolicLink(dangling.home().resolve(FENCE), Path.of("nowhere"));
    assertUnknown(take(dangling, "run-1"));
  }

  private static void assertUnknown(FenceReply reply) {
    assertThat(reply.taken()).isFalse();
    assertThat(reply.sight().holder()).isNull();
    assertThat(reply.sight().problem())
        .contains("somebody unknown holds orders on tablet-1")
        .contains("remove it if no upgrade runs");
  }

  @ParameterizedTest
  @EnumSource
  void onlyTheFenceThatWasSeenIsReleased(Shell shell) throws Exception {
    LocalShell node = node(shell);
    FenceReply mine = take(node, "run-1");
    Files.writeString(
        node.home().resolve(FENCE), FenceFile.write(claim("run-2")) + "\n"); // By another run.

    assertThat(SCRIPTS.release(node, "tablet-1", "" + mine.text()).heldBy("run-2")).isTrue();

    FenceReply theirs = SCRIPTS.look(node, "tablet-1");
    assertThat(SCRIPTS.release(node, "tablet-1", "" + theirs.text()).sight().holder()).isNull();
    assertThat(node.file(FENCE)).isNull();
    assertThat(SCRIPTS.release(node, "tablet-1", "" + theirs.text()).sight())
        .isEqualTo(new FenceSight("tablet-1", null, List.of(), null));
  }

  @ParameterizedTest
  @EnumSource
  void aRunFreesItsOwnFenceAndNoOther(Shell shell) throws Exception {
    LocalShell node = node(shell);
    Path fence = node.home().resolve(FENCE);
    take(node, "run-1");

    for (String other : List.of("run-2", "run-", "un-1", "")) {
      assertThat(SCRIPTS.free(node, "tablet-1", other).heldBy("run-1")).as(other).isTrue();
    }
    assertThat(SCRIPTS.free(node, "tablet-1", "run-1").sight())
        .isEqualTo(new FenceSight("tablet-1", null, List.of(), null));
    assertThat(fence).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void aFenceThatPeopleHaveLaidOutAnewIsFreedAsWell(Shell shell) throws Exception {
    LocalShell node = node(shell);
    take(node, "run-1");
    Path fence = node.home().resolve(FENCE);
    Files.writeString(fence, Files.readString(fence).replace(",", ",\n ").replace(":\"", ": \""));

    assertThat(SCRIPTS.free(node, "tablet-1", "run-1").sight().holder()).isNull();
    assertThat(fence).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void aNodeThatWasOnlyFencedIsLeftAsItWasFound(Shell shell) throws Exception {
    LocalShell node = node(shell);
    FenceScripts other = new FenceScripts("invoices");
    FenceReply mine = take(node, "run-1");
    FenceReply theirs = other.take(node, "tablet-1", FenceFile.write(claim("run-2")));

    SCRIPTS.release(node, "tablet-1", "" + mine.text());
    assertThat(node.file(".lockkeeper/fences/invoices")).isNotNull();

    other.release(node, "tablet-1", "" + theirs.text());
    assertThat(node.home()).isEmptyDirectory();
  }

  @ParameterizedTest
  @EnumSource
  void aFenceIsTakenAlsoWhileThatOfAnotherClusterIsReleased(Shell shell) throws Exception {
    LocalShell node = node(shell);
    Callable<Void> takesAndReleases =
        () -> {
          // Named by its thread, so that the two have nothing in common but the directory.
          FenceScripts cluster = new FenceScripts(Thread.currentThread().getName());
          for (int round = 0; round < 8; round++) {
            FenceReply reply = cluster.take(node, "tablet-1", FenceFile.write(claim("run-1")));
            assertThat(reply.sight().problem()).isNull();
            assertThat(reply.taken()).isTrue();
            cluster.release(node, "tablet-1", "" + reply.text());
          }
          return null;
        };
    ExecutorService callers = Executors.newFixedThreadPool(2);
    try {
      for (Future<Void> call : callers.invokeAll(List.of(takesAndReleases, takesAndReleases))) {
        call.get();
      }
    } finally {
      callers.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aNodeThatCannotBeFencedSaysWhy(Shell shell) throws Exception {
    LocalShell node = node(shell);
    Files.createFile(node.home().resolve(".lockkeeper"));

    FenceReply reply = take(node, "run-1");
    assertThat(reply.sight().holder()).isNull();
    assertThat(reply.sight().problem()).contains(".lockkeeper").contains("mkdir");
  }

  @ParameterizedTest
  @EnumSource
  void aScriptThatBreaksOffIsNotTakenForAFreeNode(Shell shell) throws Exception {
    LocalShell node = node(shell).standIn("head", "kill -KILL $PPID");
    FenceReply reply = take(node, "run-1");
    assertThat(reply.heldBy("run-1")).isFalse();
    assertThat(reply.sight().problem()).isNotNull();
  }

  @ParameterizedTest
  @EnumSource
  void theClustersJobsThatStillRunAreListed(Shell shell) throws Exception {
    LocalShell node = node(shell);
    job(node, "orders/run-0/tablet-1.restart.1", true, false);
    job(node, "orders/run-0/tablet-1.stage.1", true, true);
    job(node, "orders/run-9/tablet-2.restart.1", false, false);
    job(node, "payments/run-0/tablet-1.restart.1", true, false);

    assertThat(SCRIPTS.look(node, "tablet-1").sight().jobs())
        .containsExactly("orders/run-0/tablet-1.restart.1");
  }

  @ParameterizedTest
  @EnumSource
  void endedJobsOfOtherRunsAreRemovedAndNothingElse(Shell shell) throws Exception {
    LocalShell node = node(shell);
    Path jobs = node.home().resolve(".lockkeeper/jobs");
    Path outside = Files.createDirectories(directory.resolve("outside"));
    Files.createFile(outside.resolve("precious"));
    Path running = job(node, "orders/run-0/tablet-1.restart.1", true, false);
    Path ended = job(node, "orders/run-0/tablet-1.stage.1", true, true);
    Path killed = job(node, "orders/run-1/tablet 1.restart.1", false, false);
    Path kept = job(node, "orders/run-2/tablet-1.restart.1", true, true);
    Path other = job(node, "payments/run-0/tablet-1.restart.1", true, true);
    Files.createSymbolicLink(ended.resolve("link"), outside);
    Files.createSymbolicLink(jobs.resolve("orders/run-0/link"), outside);
    Files.createSymbolicLink(jobs.resolve("orders/link"), outside);

    List<String> left = SCRIPTS.tidy(node, "tablet-1", "run-2");

    assertThat(left)
        .containsExactly(
            running + " still runs as process " + ProcessHandle.current().pid() + " on tablet-1");
    assertThat(running).isDirectory();
    assertThat(kept).isDirectory();
    assertThat(other).isDirectory();
    assertThat(ended).doesNotExist();
    assertThat(killed.getParent()).doesNotExist();
    assertThat(outside.resolve("precious")).exists();
    assertThat(SCRIPTS.tidy(node(shell), "tablet-1", "run-2")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aClustersDirectoryThatIsALinkIsLeftAlone(Shell shell) throws Exception {
    LocalShell node = node(shell);
    Path outside = Files.createDirectories(directory.resolve("outside/run-0/job"));
    Files.createDirectories(node.home().resolve(".lockkeeper/jobs"));
    Files.createSymbolicLink(
        node.home().resolve(".lockkeeper/jobs/orders"), directory.resolve("outside"));

    assertThat(SCRIPTS.tidy(node, "tablet-1", "run-2"))
        .singleElement()
        .asString()
        .contains("is a link; nothing in it was removed on tablet-1");
    assertThat(outside).isDirectory();
  }

  @ParameterizedTest
  @EnumSource
  void aJobThatCannotBeRemovedIsNamed(Shell shell) throws Exception {
    LocalShell node = node(shell).standIn("rm", "echo \"rm: no: $*\" >&2; exit 1");
    job(node, "orders/run-0/tablet-1.restart.1", true, true);

    assertThat(SCRIPTS.tidy(node, "tablet-1", "run-2"))
        .singleElement()
        .asString()
        .contains("/orders/run-0/tablet-1.restart.1 cannot be removed: rm: no: -rf -- ./run-0/");
  }

  private LocalShell node(Shell shell) {
    LocalShell node = new LocalShell(directory.resolve("node-" + nodes.size()), shell);
    nodes.add(node);
    return node;
  }

  private static FenceReply take(LocalShell node, String run) throws Exception {
    return SCRIPTS.take(node, "tablet-1", FenceFile.write(claim(run)));
  }

  private static FenceClaim claim(String run) {
    return new FenceClaim(
        "orders", "upgrade-orders", run, "default", Instant.parse("2026-01-02T03:04:05Z"));
  }

  /** A job of this process, which lives, or of one that does not. */
  private static Path job(LocalShell node, String name, boolean lives, boolean exited)
      throws IOException {
    Path job = Files.createDirectories(node.home().resolve(".lockkeeper/jobs/" + name));
    long pid = ProcessHandle.current().pid();
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String start = stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19];
    String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    Files.writeString(
        job.resolve("owner"), pid + " " + (lives ? start : "1") + " " + boot + " 1000 5.00\n");
    if (exited) {
      Files.writeString(job.resolve("exit"), "0\n");
    }
    return job;
  }
}
