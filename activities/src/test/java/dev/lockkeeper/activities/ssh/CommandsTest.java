package dev.lockkeeper.activities.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class CommandsTest {
  @RegisterExtension static final OpenSshServer server = new OpenSshServer();

  private SshConnections pool;
  private SshConnection node;

  @BeforeEach
  void connect() {
    pool = server.pool();
    node = pool.to(server.target("key"));
  }

  @AfterEach
  void disconnect() {
    pool.close();
  }

  @Test
  void statusOutputAndErrorsComeBackApart() throws Exception {
    CommandResult result = node.run(Command.sh("echo out; echo err >&2; exit 3"));

    assertThat(result.status()).isEqualTo(3);
    assertThat(result.output()).isEqualTo("out\n");
    assertThat(result.errors()).isEqualTo("err\n");
    assertThat(result.succeeded()).isFalse();
    assertThat(result.truncated()).isFalse();
  }

  @Test
  void argumentsAndInputArriveUnchanged() throws Exception {
    CommandResult result =
        node.run(
            Command.sh("printf '%s|' \"$@\"; cat", "it's", "$(id)", "two\nlines", "")
                .withInput("pass'word\n"));

    assertThat(result.output()).isEqualTo("it's|$(id)|two\nlines||pass'word\n");
  }

  @Test
  void withoutInputTheStandardInputIsEmpty() throws Exception {
    assertThat(node.run(Command.sh("wc -c")).output().strip()).isEqualTo("0");
  }

  @Test
  void inputThatIsNotReadDoesNotHoldUpTheResult() throws Exception {
    CommandResult result = node.run(Command.sh("exit 7").withInput("x".repeat(1_000_000)));

    assertThat(result.status()).isEqualTo(7);
  }

  @Test
  void hugeOutputsOnBothStreamsAreDrainedTogetherAndCut() throws Exception {
    CommandResult result =
        node.run(
            Command.sh(
                    "head -c 8000000 /dev/zero | tr '\\0' e >&2; echo start;"
                        + " head -c 8000000 /dev/zero | tr '\\0' o; echo; echo end")
                .keeping(2048));

    assertThat(result.output()).startsWith("start\n").endsWith("o\nend\n").hasSizeLessThan(2200);
    assertThat(result.errors()).contains("bytes left out").hasSizeLessThan(2200);
    assertThat(result.truncated()).isTrue();
  }

  @Test
  void aCommandKilledBySignalIsReportedAsSuch() throws Exception {
    CommandResult result = node.run(Command.sh("kill -s KILL $$"));

    assertThat(result.signal()).isEqualTo("KILL");
    assertThat(result.status()).isEqualTo(-1);
    assertThat(result.ending()).isEqualTo("killed by signal KILL");
  }

  @Test
  void aTimeoutStopsTheRemoteProcessAndLeavesNoThread() throws Exception {
    String mark = "31536" + server.port();

    assertThatThrownBy(
            () ->
                node.run(
                    Command.sh("echo begun; sleep \"$1\"", mark).within(Duration.ofSeconds(1))))
        .isInstanceOfSatisfying(
            CommandTimedOut.class,
            late -> {
              assertThat(late.output()).isEqualTo("begun\n");
              assertThat(late.retryable()).isFalse();
              assertThat(late).hasMessageContaining("PT1S").hasMessageNotContaining(mark);
            });

    eventually(() -> remoteProcesses(mark) == 0);
    eventually(CommandsTest::noThreadReads);
    assertThat(node.run(Command.sh("echo on")).output()).isEqualTo("on\n");
  }

  @Test
  void aCommandThatIgnoresTermIsGivenUpAndThenKilled() throws Exception {
    String mark = "31537" + server.port();

    assertThatThrownBy(
            () ->
                node.run(
                    Command.sh("trap '' TERM; while :; do sleep \"$1\"; done", mark)
                        .within(Duration.ofSeconds(1))))
        .isInstanceOf(CommandTimedOut.class);

    eventually(() -> remoteProcesses(mark) == 0);
    eventually(CommandsTest::noThreadReads);
  }

  @Test
  void anInterruptStopsTheRemoteProcessAndFreesTheSession() throws Exception {
    String mark = "31538" + server.port();
    BlockingQueue<Object> outcome = new ArrayBlockingQueue<>(2);
    Thread caller =
        new Thread(
            () -> {
              try {
                node.follow(Command.sh("echo begun; exec sleep \"$1\"", mark), outcome::add);
              } catch (Exception failure) {
                outcome.add(failure);
              }
            });
    caller.start();
    assertThat(outcome.take()).isEqualTo("begun");

    caller.interrupt();

    assertThat(outcome.take()).isInstanceOf(InterruptedException.class);
    eventually(() -> remoteProcesses(mark) == 0);
    eventually(CommandsTest::noThreadReads);
  }

  @Test
  void linesAreHandedOnWhileTheCommandStillRuns() throws Exception {
    List<String> lines = new ArrayList<>();
    // The script goes on only when the listener has seen the line and said so.
    Path told = server.file("told");

    CommandResult result =
        node.follow(
            Command.sh(
                "printf 'one\\r\\n'; until [ -e \"$1\" ]; do sleep 0.05; done; echo two; printf last",
                told.toString()),
            line -> {
              lines.add(line + "@" + Thread.currentThread().getName());
              createFile(told);
            });

    String here = "@" + Thread.currentThread().getName();
    assertThat(lines).containsExactly("one" + here, "two" + here, "last" + here);
    assertThat(result.output()).isEqualTo("one\r\ntwo\nlast");
  }

  @Test
  void aListenerThatThrowsStopsTheCommand() throws Exception {
    String mark = "31539" + server.port();

    assertThatThrownBy(
            () ->
                node.follow(
                    Command.sh("echo one; exec sleep \"$1\"", mark),
                    line -> {
                      throw new IllegalStateException("enough");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("enough");

    eventually(() -> remoteProcesses(mark) == 0);
  }

  @Test
  void aSlowListenerLosesNoLine() throws Exception {
    List<String> lines = new ArrayList<>();

    node.follow(Command.sh("seq 1 200000"), lines::add);

    assertThat(lines).hasSize(200_000).endsWith("200000");
  }

  @Test
  void manyThreadsShareOneConnectionBeyondTheServersLimit() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(24);
    try {
      List<Future<CommandResult>> results = new ArrayList<>();
      for (int index = 0; index < 60; index++) {
        String number = Integer.toString(index);
        results.add(threads.submit(() -> node.run(Command.sh("sleep 0.1; echo \"$1\"", number))));
      }
      for (int index = 0; index < 60; index++) {
        assertThat(results.get(index).get().output()).isEqualTo(index + "\n");
      }
      assertThat(server.connections()).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aServerThatTakesFewSessionsIsNotOverrun() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (OpenSshServer small = new OpenSshServer().with("MaxSessions 2").start();
        SshConnections few = small.pool()) {
      SshConnection narrow = few.to(small.target("key"));
      List<Future<CommandResult>> results = new ArrayList<>();
      for (int index = 0; index < 16; index++) {
        results.add(threads.submit(() -> narrow.run(Command.sh("sleep 0.2; echo ok"))));
      }
      for (Future<CommandResult> result : results) {
        assertThat(result.get().output()).isEqualTo("ok\n");
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void createFile(Path file) {
    try {
      Files.writeString(file, "");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static long remoteProcesses(String mark) {
    return ProcessHandle.allProcesses()
        .filter(
            process ->
                process.info().arguments().stream().flatMap(Arrays::stream).anyMatch(mark::equals))
        .count();
  }

  /** Whether no thread of the pool is in the middle of reading a channel. */
  private static boolean noThreadReads() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getName().startsWith("lockkeeper-ssh-"))
        .flatMap(thread -> Arrays.stream(thread.getValue()))
        .noneMatch(frame -> frame.getClassName().endsWith("ChannelInputStream"));
  }

  /** Waits for what happens soon, not at once; the test's own time limit ends a vain wait. */
  private static void eventually(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
