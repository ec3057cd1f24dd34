package dev.lockkeeper.lab.load;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the sessions of one load count together.
 *
 * @param nextId the id of the next row
 * @param log the rows of the log table
 * @param keyed the rows of the primary-key table
 * @param scanned rows read by scanning while writing
 * @param lookedUp rows found by key while writing
 * @param readFailures scans and lookups that failed or found nothing
 * @param writeFailures writers that ended with an error
 */
record LoadCounters(
    AtomicLong nextId,
    SentRows log,
    SentRows keyed,
    AtomicLong scanned,
    AtomicLong lookedUp,
    AtomicLong readFailures,
    AtomicLong writeFailures) {

  static LoadCounters startingAt(long firstId) {
    return new LoadCounters(
        new AtomicLong(firstId),
        new SentRows(),
        new SentRows(),
        new AtomicLong(),
        new AtomicLong(),
        new AtomicLong(),
        new AtomicLong());
  }
}
