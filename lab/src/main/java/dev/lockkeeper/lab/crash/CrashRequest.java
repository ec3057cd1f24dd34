package dev.lockkeeper.lab.crash;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How to make attempts.
 *
 * @param temporalAddress the Temporal service
 * @param directory for logs
 * @param build which build of Lockkeeper is tried
 * @param patience how long its worker puts up with an unreachable node
 * @param deadline how long one attempt may take
 */
record CrashRequest(
    String temporalAddress, Path directory, Build build, Duration patience, Duration deadline) {
  /** The same with another Temporal service. */
  CrashRequest at(String address) {
    return new CrashRequest(address, directory, build, patience, deadline);
  }
}
