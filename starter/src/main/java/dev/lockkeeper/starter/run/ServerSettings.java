package dev.lockkeeper.starter.run;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the operator says Temporal is.
 *
 * @param address wins over everything else
 * @param namespace wins over everything else
 * @param taskQueue which workers do the work; wins over everything else
 * @param environment read for the SDK's standard client configuration
 * @param identity as which Temporal notes this client
 */
public record ServerSettings(
    @Nullable String address,
    @Nullable String namespace,
    @Nullable String taskQueue,
    Map<String, String> environment,
    String identity) {}
