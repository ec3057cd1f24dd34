package dev.lockkeeper.workflows.model;

import java.time.Instant;

/**
 * A message that changed nothing, and why. The Temporal UI reports success for any signal, so this
 * is where its sender sees it.
 *
 * @param message the signal's name
 * @param content what was sent, shortened
 */
public record IgnoredMessage(String message, String content, String reason, Instant at) {}
