package dev.lockkeeper.workflows.fluss;

import dev.lockkeeper.workflows.model.Version;

/** What an operator of Fluss should know and the vendor's page does not say. */
final class FlussNotes {
  /**
   * Observed with 0.7.0 and 0.9.1 clients during rolls from 0.7.0 to 0.9.1: servers healthy, 6 of 8
   * default writers stuck.
   */
  static final String CLIENTS =
      "a running client with idempotent writes (the default) may stay stuck on some buckets although the cluster is healthy;"
          + " restart applications that have stopped writing";

  static final String ROLLBACK =
      "the vendor describes no way back; bringing 0.9.1 back to 0.7.0 worked on small data, but tables created on the new"
          + " release may not be readable by older clients";

  /**
   * Measured with 0.6.0 to 0.7.0: 7 of 7 stops under load lost rows; other pairs, one stop each,
   * lost none.
   */
  static String writersBeforeFullStop(Version from) {
    String advice = "stop the applications' writes before you approve";
    return FlussCompatibility.keepsDeadReplicasInSync(from)
        ? advice
            + ": when "
            + from
            + " is stopped under load, rows acknowledged in the last moments are lost (26 to 75 rows of 200 a second)"
        : advice + "; what is not acknowledged yet is lost";
  }

  private FlussNotes() {}
}
