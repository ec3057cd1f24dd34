package dev.lockkeeper.workflows.fluss;

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

  private FlussNotes() {}
}
