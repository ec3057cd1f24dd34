package dev.lockkeeper.starter.run;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a job ended that failed. Temporal keeps of a failed activity only its message and marks, so
 * this is read from the end of the message, where every product's worker writes it in the same
 * words.
 *
 * @param exit its exit status
 * @param log path of its whole output on the node
 */
record FailedJob(int exit, String log) {
  private static final Pattern END =
      Pattern.compile("\\(exit status (\\d{1,3}) on [^;\\n]+; whole output: ([^\\n]+)\\)\\s*$");

  /** Empty when the message is about something else. */
  static Optional<FailedJob> read(String message) {
    Matcher end = END.matcher(message);
    return end.find()
        ? Optional.of(new FailedJob(Integer.parseInt(end.group(1)), end.group(2)))
        : Optional.empty();
  }
}
