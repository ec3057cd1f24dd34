package dev.lockkeeper.activities.kwdb;

import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.FailureReason;

/** What a program said and nobody can use: never taken for good news. */
final class Unreadable {
  private static final int LONGEST_SAMPLE = 400;

  private Unreadable() {}

  /**
   * @param what whose answer it is, such as "kwbase node status"
   * @param why what is wrong with it
   */
  static StepFailed answer(String what, String why, String text) {
    String sample = String.join("\n", TerminalText.lines(text));
    return new StepFailed(
        FailureReason.INVALID,
        "the answer of "
            + what
            + " cannot be read: "
            + why
            + ". It was: "
            + (sample.isEmpty()
                ? "empty"
                : sample.substring(0, Math.min(sample.length(), LONGEST_SAMPLE))));
  }
}
