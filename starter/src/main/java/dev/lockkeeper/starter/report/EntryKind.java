package dev.lockkeeper.starter.report;

/** What an entry of a chronicle is about. Of entries of one time, the earlier kind comes first. */
public enum EntryKind {
  /** The run began. */
  BEGIN("began"),
  /** A refusal that somebody overruled with the request. */
  WAIVER("waiver"),
  /** A command, with all its attempts. */
  COMMAND("command"),
  /** A step of the procedure. */
  STEP("step"),
  /** A node came into another state, or another version was seen on it. */
  NODE("node"),
  /** Something that was changed for the run's time, or put back. */
  UNDO("undo"),
  WARNING("warning"),
  /** A question that nobody answered. */
  QUESTION("question"),
  /** An answer, with what was shown to the person who gave it. */
  DECISION("decision"),
  /** A message that changed nothing. */
  IGNORED("ignored"),
  /** The run ended, was cut off, or was looked at. */
  END("end");

  private final String word;

  EntryKind(String word) {
    this.word = word;
  }

  /** For people. */
  public String word() {
    return word;
  }
}
