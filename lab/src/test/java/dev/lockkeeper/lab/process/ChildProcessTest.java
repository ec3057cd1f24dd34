package dev.lockkeeper.lab.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChildProcessTest {
  private static final Duration BOUND = Duration.ofSeconds(20);

  @TempDir private Path directory;

  @Test
  void closeStopsTheProgramInOrder() throws Exception {
    Path ready = directory.resolve("ready");
    Path end = directory.resolve("end");
    long pid;
    try (ChildProcess child = ChildProcess.start(waiting("child", ready, end))) {
      child.awaitReady(() -> Files.exists(ready), BOUND);
      pid = child.pid();
    }
    assertThat(ProcessHandle.of(pid)).isEmpty();
    assertThat(end).hasContent("child");
  }

  @Test
  void kill9GivesTheProgramNoTimeToTidyUp() throws Exception {
    Path ready = directory.resolve("ready");
    Path end = directory.resolve("end");
    try (ChildProcess child = ChildProcess.start(waiting("child", ready, end))) {
      child.awaitReady(() -> Files.exists(ready), BOUND);
      child.kill9();
      assertThat(child.isAlive()).isFalse();
      assertThat(end).doesNotExist();
    }
  }

  @Test
  void aProgramThatEndsTooEarlyIsReportedWithItsLastWordsOfThisStart() throws Exception {
    Path log = Files.writeString(directory.resolve("log"), "of an earlier start\n");
    try (ChildProcess child =
        ChildProcess.start(
            new Program("The server", List.of("sh", "-c", "echo port taken; exit 7"), log))) {
      assertThatThrownBy(() -> child.awaitReady(() -> false, BOUND))
          .isInstanceOf(ChildFailedException.class)
          .hasMessageContaining("The server ended with exit status 7")
          .hasMessageContaining("port taken")
          .hasMessageContaining(log.toString())
          .hasMessageNotContaining("of an earlier start");
    }
  }

  @Test
  void aProgramThatIsNotReadyInTimeIsEnded() {
    Path log = directory.resolve("log");
    try (ChildProcess child =
        ChildProcess.start(new Program("The server", List.of("sleep", "600"), log))) {
      assertThatThrownBy(() -> child.awaitReady(() -> false, Duration.ofMillis(200)))
          .isInstanceOf(ChildFailedException.class)
          .hasMessageContaining("was not ready");
      assertThat(child.isAlive()).isFalse();
    }
  }

  @Test
  void childrenAreStoppedInReverseOrderWhenTheJvmIsEnded() throws Exception {
    Path end = directory.resolve("end");
    Path ready = directory.resolve("ready");
    Program parent =
        new Program(
            "parent",
            List.of(
                Installation.find().java().toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ParentOfTwo.class.getName(),
                directory.toString()),
            Map.of(),
            directory.resolve("parent.log"));
    try (ChildProcess jvm = ChildProcess.start(parent)) {
      jvm.awaitReady(() -> Files.exists(ready), BOUND);
      List<ProcessHandle> children = ProcessHandle.of(jvm.pid()).orElseThrow().children().toList();
      assertThat(children).hasSize(2);

      // As Ctrl-C, but SIGINT is ignored wherever the tests run in the background.
      new ProcessBuilder("kill", "-TERM", String.valueOf(jvm.pid())).start().waitFor();

      assertThat(jvm.awaitExit(BOUND)).hasValue(128 + 15);
      assertThat(Files.readAllLines(end)).containsExactly("second", "first");
      for (ProcessHandle child : children) {
        child.onExit().get(20, TimeUnit.SECONDS);
      }
    }
  }

  /** A program that says when it is ready, and writes its name when it is asked to end. */
  static Program waiting(String name, Path ready, Path end) {
    String script =
        "trap 'echo %s >>%s; exit 0' TERM; : >%s; while :; do sleep 0.05; done"
            .formatted(name, end, ready);
    return new Program(name, List.of("sh", "-c", script), ready.resolveSibling(name + ".log"));
  }

  /** A JVM of its own with two children. */
  static final class ParentOfTwo {
    private ParentOfTwo() {}

    public static void main(String[] arguments) throws InterruptedException, IOException {
      Path directory = Path.of(arguments[0]);
      for (String name : List.of("first", "second")) {
        Path ready = directory.resolve(name + ".ready");
        ChildProcess.start(waiting(name, ready, directory.resolve("end")))
            .awaitReady(() -> Files.exists(ready), BOUND);
      }
      Files.createFile(directory.resolve("ready"));
      Thread.currentThread().join();
    }
  }
}
