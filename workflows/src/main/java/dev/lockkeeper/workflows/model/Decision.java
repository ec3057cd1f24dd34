package dev.lockkeeper.workflows.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An answer that was taken. */
public record Decision(
    String question, String choice, String by, @Nullable String comment, Instant at) {}
