package dev.lockkeeper.lab.crash;

/** What happens to a run. */
interface Strike {
  /** Makes it happen. */
  void on(Lane lane) throws InterruptedException;

  /** Puts right, after the attempt, what does not end by itself. */
  default void heal(Lane lane) throws InterruptedException {}
}
