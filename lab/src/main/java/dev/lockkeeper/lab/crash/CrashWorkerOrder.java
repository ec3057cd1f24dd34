package dev.lockkeeper.lab.crash;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a worker of the crash run is told.
 *
 * @param address the Temporal service
 * @param queue the task queue of its lane
 * @param credentials name of the credential profile that requests use
 * @param patience how long it puts up with an unreachable node
 * @param build which build of Lockkeeper it plays
 */
record CrashWorkerOrder(
    String address,
    String queue,
    String credentials,
    String user,
    Path knownHosts,
    Path key,
    Duration patience,
    Build build) {}
