package dev.lockkeeper.lab.load;

/**
 * What an application saw of the cluster. All counts are of rows; each id is a row in each of two
 * tables.
 *
 * @param sent rows given to the client
 * @param acknowledged rows the client said were written
 * @param readBack different rows found by a fresh client at the end
 * @param duplicates rows of the log table that were there more than once; expected without
 *     idempotence
 * @param lost rows acknowledged but not read back
 * @param stalls how often a row was unacknowledged for 5 s, so that the application connected anew
 * @param failures sessions, scans and lookups that ended with an error
 * @param longestPauseMillis the longest time a row waited for its acknowledgement, or in vain
 */
public record LoadReport(
    long sent,
    long acknowledged,
    long readBack,
    long duplicates,
    long lost,
    long stalls,
    long failures,
    long longestPauseMillis) {}
