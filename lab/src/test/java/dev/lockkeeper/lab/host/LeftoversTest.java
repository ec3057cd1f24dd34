package dev.lockkeeper.lab.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeftoversTest {

  /** A program that opens a lab, says where, and waits. */
  public static final class Opener {
    private Opener() {}

    public static void main(String[] arguments) throws InterruptedException {
      LabNetwork network = LabNetwork.open(List.of("alpha"));
      network.host("alpha").run("sh", "-c", "setsid sleep 4324 >/dev/null 2>&1 &").orThrow();
      System.out.println(network.directory());
      Thread.currentThread().join();
    }
  }

  @Test
  void aLabThatIsInterruptedIsTakenDown() throws IOException, InterruptedException {
    Process opener = start();
    Path directory = opened(opener);

    LocalCommand.run("kill", "-INT", Long.toString(opener.pid())).orThrow();
    opener.waitFor();

    assertThat(directory).doesNotExist();
    assertThat(LocalCommand.run("ps", "-eo", "args").output())
        .doesNotContain(directory.toString(), "sleep 4324");
  }

  @Test
  void aLabWhoseProgramWasKilledIsRemovedByTheNextOne() throws IOException, InterruptedException {
    Process opener = start();
    Path directory = opened(opener);
    opener.destroyForcibly().waitFor();
    assertThat(directory).exists();

    LabNetwork.open(List.of("beta")).close();

    assertThat(directory).doesNotExist();
    assertThat(LocalCommand.run("ps", "-eo", "args").output())
        .doesNotContain(directory.toString(), "sleep 4324");
  }

  private static Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Opener.class.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static Path opened(Process opener) throws IOException {
    BufferedReader output =
        new BufferedReader(new InputStreamReader(opener.getInputStream(), StandardCharsets.UTF_8));
    return Path.of(output.readLine());
  }
}
