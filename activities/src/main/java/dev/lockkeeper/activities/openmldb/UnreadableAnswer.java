package dev.lockkeeper.activities.openmldb;

/** What a client printed is not what its command prints; the message quotes the place. */
final class UnreadableAnswer extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableAnswer(String message) {
    super(message);
  }
}
