package dev.lockkeeper.activities.databend;

/** What a line of a log or of a daemon's output says against it. */
public enum LogSignal {
  /** databend-query and databend-meta do not fit: one of them is too old for the other. */
  HANDSHAKE("databend-query and databend-meta do not fit"),
  /** The data on disk cannot be taken over. */
  DATA_TOO_OLD("the data on disk is too old for this release"),
  /** Two releases of databend-meta cannot be in one cluster, or a stored value cannot be read. */
  INCOMPATIBLE("releases do not fit"),
  /** The daemon did not start. */
  START_FAILURE("the start failed"),
  /** The program broke. */
  PANIC("the program panicked");

  private final String text;

  LogSignal(String text) {
    this.text = text;
  }

  /** In a few words. */
  public String text() {
    return text;
  }
}
