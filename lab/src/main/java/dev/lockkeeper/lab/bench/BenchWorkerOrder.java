package dev.lockkeeper.lab.bench;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a worker of the benchmarks is told.
 *
 * @param address the Temporal service
 * @param queue the task queue that it polls
 * @param login how it logs in to the look-alike's hosts; null to pretend that there are any
 */
record BenchWorkerOrder(String address, String queue, @Nullable Login login) {
  /** A credential profile that requests name. */
  record Login(String credentials, String user, Path knownHosts, Path key) {}
}
