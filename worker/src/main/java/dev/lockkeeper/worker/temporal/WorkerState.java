package dev.lockkeeper.worker.temporal;

/**
 * Where a worker stands.
 *
 * @param stage how far it is
 * @param words the same for people, with the reason when it does not get on
 */
public record WorkerState(Stage stage, String words) {

  /** How far a worker is. */
  public enum Stage {
    CONNECTING,
    POLLING,
    STOPPING,
    STOPPED
  }
}
