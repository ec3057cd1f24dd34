package dev.lockkeeper.starter.report;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The time in which some nodes ran the target and others did not.
 *
 * @param from when the first node was seen on the target
 * @param to when the last one was; absent if some never were
 * @param seconds how long that took, or up to the end of what is known
 */
public record Mixed(Instant from, @Nullable Instant to, double seconds) {}
