package dev.lockkeeper.lab.lookalike.upgrade;

import dev.lockkeeper.workflows.request.Described;
import java.time.Duration;

/** The part of a request that only the look-alike knows. */
public record LookalikeSettings(
    @Described(
            value = "How long a server may take to stop by itself; it is never killed.",
            fallback = "\"PT20S\"")
        Duration stopLimit,
    @Described(value = "How long a server may take to open its port.", fallback = "\"PT20S\"")
        Duration startLimit,
    @Described(value = "How long replicas may take to be in sync again.", fallback = "\"PT1M\"")
        Duration inSyncLimit,
    @Described(
            value = "How long the cluster must look whole without a break before it counts.",
            fallback = "\"PT0.3S\"")
        Duration stableFor) {}
