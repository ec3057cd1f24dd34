package dev.lockkeeper.lab.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * In a thread of its own, because reading from a program that says nothing cannot be interrupted.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LeftoversTest {

  /** A program that opens a lab, leaves a process on its host, says where, and waits. */
  public static final class Opener {
    private Opener() {}

    public static void main(String[] arguments) throws InterruptedException {
      LabNetwork network = LabNetwork.open(List.of("alpha"));
      String mark = network.directory().toString();
      network
          .host("alpha")
          .run("sh", "-c", "setsid sh -c 'sleep 600; :' \"$0\" >/dev/null 2>&1 &", mark)
          .orThrow();
      System.out.println(mark);
      Thread.currentThread().join();
    }
  }

  private Process opener;
  private Path directory;

  @BeforeEach
  void open() throws IOException {
    opener =
        new ProcessBuilder(
                // Where a build runs in the background, Ctrl-C is ignored and Java leaves it so.
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Opener.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(opener.getInputStream(), StandardCharsets.UTF_8));
    String said = output.readLine();
    assertThat(said).as("the lab's directory").isNotNull();
    directory = Path.of(said);
    assertThat(processes()).anyMatch(process -> process.contains("sleep 600"));
  }

  @AfterEach
  void end() {
    opener.destroyForcibly();
  }

  @Test
  void aLabThatIsInterruptedIsTakenDown() throws InterruptedException {
    LocalCommand.run("kill", "-INT", Long.toString(opener.pid())).orThrow();
    opener.waitFor();

    assertThat(directory).doesNotExist();
    awaitNoProcesses();
  }

  @Test
  void aLabWhoseProgramWasKilledIsRemovedByTheNextOne() throws InterruptedException {
    opener.destroyForcibly().waitFor();
    assertThat(directory).exists();

    LabNetwork.open(List.of("beta")).close();

    assertThat(directory).doesNotExist();
    awaitNoProcesses();
  }

  /** They have been killed; the system may need a moment to clear them away. */
  private void awaitNoProcesses() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!processes().isEmpty() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    assertThat(processes()).isEmpty();
  }

  /** All of this machine that have the lab's directory among their arguments. */
  private List<String> processes() {
    return LocalCommand.run("ps", "-eww", "-o", "args")
        .orThrow()
        .output()
        .lines()
        .filter(process -> process.contains(directory.toString()))
        .toList();
  }
}
