package dev.lockkeeper.activities.databend;

import dev.lockkeeper.activities.ssh.Command;
import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.ScriptResource;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.databend.Daemon;
import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.FailureReason;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a daemon has printed and logged since a job has started it.
 *
 * @param text all of it
 */
record StartLog(String text) {
  private static final String SINCE = ScriptResource.read(StartLog.class, "since.sh");
  private static final int OUTPUT_LIMIT = 1 << 20;
  private static final int MOST_LINES = 3;

  /** What is said about the data on disk when it is converted (1.1.13 to 1.2.934). */
  private static final Pattern CONVERSION =
      Pattern.compile(
          "Upgrade on-disk data|(From|To):\\s+V[0-9]|(Begin|Finished) upgrading:|Upgraded [0-9]+ records");

  /** What stands before a message in a log file, such as a time and the level. */
  private static final Pattern LOG_PREFIX = Pattern.compile("^.*?\\bINFO\\s+");

  static StartLog read(SshConnection connection, String cluster, Daemon daemon)
      throws SshFailure, StepFailed, InterruptedException {
    CommandResult result =
        connection.run(
            Command.sh(SINCE, DaemonScripts.kept(cluster, daemon.name()), daemon.logs())
                .keeping(OUTPUT_LIMIT));
    if (!result.output().stripTrailing().endsWith("::end")) {
      throw new StepFailed(
          FailureReason.INVALID,
          "the log of "
              + daemon.name()
              + " could not be read ("
              + result.ending()
              + "): "
              + result.errors().strip());
    }
    return new StartLog(result.output());
  }

  /** Lines that mean that the start went wrong, as facts; none is good. */
  List<Fact> complaints() {
    return LogScan.scan(text).stream()
        .limit(MOST_LINES)
        .map(finding -> Fact.bad("log: " + finding.signal().text(), brief(finding.line())))
        .toList();
  }

  /** What was said about the conversion of the data. */
  List<String> conversion() {
    List<String> lines = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String plain = brief(LOG_PREFIX.matcher(line).replaceFirst(""));
      if (CONVERSION.matcher(line).find() && !lines.contains(plain)) {
        lines.add(plain);
      }
    }
    return lines;
  }

  private static String brief(String line) {
    String plain = line.strip();
    return plain.length() <= 300 ? plain : plain.substring(0, 300) + "…";
  }
}
