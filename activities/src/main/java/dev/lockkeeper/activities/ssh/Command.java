package dev.lockkeeper.activities.ssh;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A shell script with its arguments, to be run once on a node.
 *
 * <p>The script is constant text; values reach it only as {@code "$1"}, {@code "$2"} … and secrets
 * only through its standard input, because everybody on the node can see arguments.
 *
 * @param script POSIX shell text
 * @param arguments values of {@code "$1"} onwards
 * @param input text for standard input, at most 1 MiB; null leaves standard input empty
 * @param timeout how long it may run; then it gets TERM, and KILL soon after
 * @param outputLimit bytes kept of each of the two outputs: of a longer one its head and its tail
 */
public record Command(
    String script,
    List<String> arguments,
    @Nullable String input,
    Duration timeout,
    int outputLimit) {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(1);
  private static final int DEFAULT_OUTPUT_LIMIT = 64 * 1024;
  private static final int INPUT_LIMIT = 1024 * 1024;

  /** Linux takes one argument of at most 128 KiB, and sshd passes the whole line as one. */
  private static final int LINE_LIMIT = 120 * 1024;

  public Command {
    arguments = List.copyOf(arguments);
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("A command needs a timeout above zero, not " + timeout);
    }
    if (outputLimit < 1024) {
      throw new IllegalArgumentException("Keep at least 1024 bytes of output, not " + outputLimit);
    }
    if (input != null && input.length() > INPUT_LIMIT) {
      throw new IllegalArgumentException(
          "A command's input has " + input.length() + " characters; upload a file above 1 MiB");
    }
  }

  /** A command with no input, one minute of time and 64 KiB of each output kept. */
  public static Command sh(String script, String... arguments) {
    return new Command(script, List.of(arguments), null, DEFAULT_TIMEOUT, DEFAULT_OUTPUT_LIMIT);
  }

  public Command withInput(String text) {
    return new Command(script, arguments, text, timeout, outputLimit);
  }

  public Command within(Duration time) {
    return new Command(script, arguments, input, time, outputLimit);
  }

  public Command keeping(int bytes) {
    return new Command(script, arguments, input, timeout, bytes);
  }

  /**
   * What of the line for the login shell a {@link Wrapper} stands around.
   *
   * @throws IllegalArgumentException when a value cannot be carried, or all are too long together
   */
  String render() {
    List<String> words = new ArrayList<>(List.of(wholeSeconds(), script, "lockkeeper"));
    words.addAll(arguments);
    String line = Quoting.commandLine(words);
    int bytes = Wrapper.ASKING.around(line).getBytes(StandardCharsets.UTF_8).length;
    if (bytes > LINE_LIMIT) {
      throw new IllegalArgumentException(
          "A command line has "
              + bytes
              + " bytes; at most "
              + LINE_LIMIT
              + " can be sent: pass long values as input or upload a file");
    }
    return line;
  }

  private String wholeSeconds() {
    return Long.toString(timeout.plusMillis(999).toSeconds());
  }

  /** Shows how the script begins and no value. */
  @Override
  public String toString() {
    String start = script.strip().lines().findFirst().orElse("");
    return "Command[" + (start.length() > 80 ? start.substring(0, 80) + "…" : start) + "]";
  }
}
