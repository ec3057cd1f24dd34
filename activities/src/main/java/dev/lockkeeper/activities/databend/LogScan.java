package dev.lockkeeper.activities.databend;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Looks through a log, or what a daemon has printed, for the texts that mean that a start went
 * wrong (0.8 to 1.2.934).
 */
public final class LogScan {
  /** What was found: the meaning and the line. */
  public record Finding(LogSignal signal, String line) {}

  /** The first that fits names the line. InvalidArgument alone stands for many things. */
  private static final List<Map.Entry<LogSignal, Pattern>> SIGNALS =
      List.of(
          Map.entry(
              LogSignal.HANDSHAKE,
              Pattern.compile(
                  "HandshakeError|failed to handshake|protocol_version\\(|very old databend-meta")),
          Map.entry(
              LogSignal.DATA_TOO_OLD,
              Pattern.compile(
                  "V[0-9]+ is no longer supported|[Dd]ata version.* is too old|[Dd]ata version is too old")),
          Map.entry(
              LogSignal.INCOMPATIBLE,
              Pattern.compile("Incompatible|executable ver=|unknown variant `V[0-9]+`")),
          Map.entry(
              LogSignal.START_FAILURE,
              Pattern.compile(
                  "start failure|InvalidConfig|timeout; no error received|Log Index Error")),
          Map.entry(LogSignal.PANIC, Pattern.compile("panicked|entered unreachable code")));

  private LogScan() {}

  /** The findings in the order of their lines. */
  public static List<Finding> scan(String text) {
    List<Finding> findings = new ArrayList<>();
    for (String line : text.lines().toList()) {
      signal(line).ifPresent(signal -> findings.add(new Finding(signal, line.strip())));
    }
    return findings;
  }

  private static Optional<LogSignal> signal(String line) {
    return SIGNALS.stream()
        .filter(entry -> entry.getValue().matcher(line).find())
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
