package dev.lockkeeper.activities.openmldb;

/**
 * What a run of the vendor's binary wrote. Its exit status is not here: it is 0 whatever happened
 * (OpenMLDB 0.5.0 to 0.9.3, src/cmd/openmldb.cc).
 *
 * @param output standard output, the only text that is read as an answer
 * @param errors standard error: logs of the client and of ZooKeeper's library, for messages only
 * @param truncated whether something is missing in either
 */
public record Printed(String output, String errors, boolean truncated) {}
