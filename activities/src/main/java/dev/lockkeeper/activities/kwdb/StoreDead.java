package dev.lockkeeper.activities.kwdb;

import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.StepFailed;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The setting after which a silent store counts as dead. JDBC drivers do not know SET CLUSTER. */
final class StoreDead {
  private static final String NAME = "server.time_until_store_dead";
  private static final Pattern CLOCK =
      Pattern.compile("([0-9]+):([0-9]{2}):([0-9]{2})(\\.[0-9]+)?");
  private static final Pattern UNITS =
      Pattern.compile("(?:([0-9]+)h)?(?:([0-9]+)m)?(?:([0-9]+)(?:\\.[0-9]+)?s)?");

  private final ClusterAccess access;

  StoreDead(ClusterAccess access) {
    this.access = access;
  }

  /** Its value as an ISO 8601 duration. */
  String read() throws StepFailed, SshFailure, InterruptedException {
    String said = access.sql("SHOW CLUSTER SETTING " + NAME);
    List<String> lines = TerminalText.lines(said);
    if (lines.size() < 2) {
      throw Unreadable.answer("SHOW CLUSTER SETTING", "there is no value in it", said);
    }
    return parse(lines.get(1)).toString();
  }

  /**
   * Sets it and reads it again.
   *
   * @param value an ISO 8601 duration
   */
  String write(String value) throws StepFailed, SshFailure, InterruptedException {
    Duration duration = Duration.parse(value);
    access.sql("SET CLUSTER SETTING " + NAME + " = '" + duration.toSeconds() + "s'");
    return read();
  }

  /** Reads {@code 00:30:00} and {@code 30m0s}. */
  static Duration parse(String text) throws StepFailed {
    String value = text.strip().replace("\"", "");
    Matcher clock = CLOCK.matcher(value);
    Matcher units = UNITS.matcher(value);
    Matcher found = clock.matches() ? clock : units;
    if (value.isEmpty() || !found.matches()) {
      throw Unreadable.answer("SHOW CLUSTER SETTING", "it is no duration", text);
    }
    return Duration.ofHours(number(found.group(1)))
        .plusMinutes(number(found.group(2)))
        .plusSeconds(number(found.group(3)));
  }

  private static long number(@org.jspecify.annotations.Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
