package dev.lockkeeper.activities.step;

/**
 * Where the body of an activity says what it is doing. It is shown with the activity's heartbeat.
 */
@FunctionalInterface
public interface Pulse {
  /** Says nothing to anybody. */
  Pulse SILENT = text -> {};

  /** Replaces what was said before. */
  void say(String text);
}
