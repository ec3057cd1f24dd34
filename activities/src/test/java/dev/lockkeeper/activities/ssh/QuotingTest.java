package dev.lockkeeper.activities.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuotingTest {
  private static final List<String> NASTY =
      List.of(
          "",
          " ",
          "'",
          "''",
          "'\\''",
          "\\",
          "\\'",
          "\"",
          "$HOME",
          "$(id)",
          "`id`",
          "a\nb\n",
          "\t\r\n",
          "*",
          "~",
          "-n",
          "--",
          "!!",
          "; rm -rf x",
          "&& false",
          "| cat",
          "> /dev/null",
          "#",
          "%s%n",
          "\u0001\u007f",
          "ü€😀",
          "a'b\"c$d`e\\f\ng");

  @Test
  void everyNastyValueReachesTheScriptUnchanged() throws Exception {
    assertThat(throughShell(NASTY)).isEqualTo(NASTY);
  }

  @Test
  void randomValuesReachTheScriptUnchanged() throws Exception {
    Random random = new Random(20);
    String alphabet = "'\"\\$`!*?[]{}()<>|&;#~ \t\n\rab-=%\u0001ü😀";
    for (int round = 0; round < 40; round++) {
      List<String> values = new ArrayList<>();
      for (int value = 0; value < 25; value++) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(12);
        for (int index = 0; index < length; index++) {
          int[] points = alphabet.codePoints().toArray();
          text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        values.add(text.toString());
      }
      assertThat(throughShell(values)).isEqualTo(values);
    }
  }

  @Test
  void whatNoCommandLineCanCarryIsRefused() {
    assertThatThrownBy(() -> Quoting.quote("a\0b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NUL");
    assertThatThrownBy(() -> Quoting.quote("a\ud800b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("surrogate");
    assertThatThrownBy(() -> Command.sh("echo \"$1\"", "x".repeat(200_000)).render())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("200");
  }

  @Test
  void aCommandShowsNeitherItsArgumentsNorItsInput() {
    Command command = Command.sh("login \"$1\"", "hidden-argument").withInput("hidden-input");

    assertThat(command.toString()).contains("login").doesNotContain("hidden");
  }

  /** Lets /bin/sh take a command line apart and returns the arguments it found. */
  private static List<String> throughShell(List<String> values)
      throws IOException, InterruptedException {
    Command command =
        new Command(
            "for value in \"$@\"; do printf '%s\\000' \"$value\"; done",
            values, null, Duration.ofSeconds(30), 1024);
    Process shell =
        new ProcessBuilder("/bin/sh", "-c", Wrapper.ASKING.around(command.render()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    shell.getOutputStream().close();
    String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).isZero();
    List<String> found = new ArrayList<>(List.of(printed.split("\0", -1)));
    found.remove(found.size() - 1);
    return found;
  }
}
