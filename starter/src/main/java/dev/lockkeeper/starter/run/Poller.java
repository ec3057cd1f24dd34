package dev.lockkeeper.starter.run;

import java.time.Instant;

/** A worker that has asked for work lately. */
public record Poller(String identity, Instant lastSeen) {}
