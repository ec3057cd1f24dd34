package dev.lockkeeper.workflows.model;

/**
 * What the sender of an accepted answer is told.
 *
 * @param message what the answer has done, in a sentence
 */
public record Receipt(String message) {}
