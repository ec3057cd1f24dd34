package dev.lockkeeper.workflows.discovery;

import dev.lockkeeper.workflows.request.Described;

/**
 * A machine to begin with.
 *
 * @param host address that the worker reaches by SSH
 * @param port of SSH
 */
public record SeedHost(
    @Described(
            value = "Host name or address that the worker reaches by SSH.",
            pattern = "[A-Za-z0-9]([A-Za-z0-9.:-]{0,252}[A-Za-z0-9])?",
            expected = "a host name or an address",
            example = "\"10.0.0.11\"")
        String host,
    @Described(value = "Port of SSH.", fallback = "22") int port) {}
