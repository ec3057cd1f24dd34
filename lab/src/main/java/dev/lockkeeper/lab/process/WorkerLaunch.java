package dev.lockkeeper.lab.process;

import java.nio.file.Path;

/**
 * How to start one worker.
 *
 * @param name names its files and shows in messages: "worker-1"
 * @param directory gets its configuration and its log; must exist
 * @param temporalAddress the Temporal service, host and port
 * @param httpPort for health and metrics
 * @param configuration the worker's configuration file as YAML
 */
public record WorkerLaunch(
    String name, Path directory, String temporalAddress, int httpPort, String configuration) {}
