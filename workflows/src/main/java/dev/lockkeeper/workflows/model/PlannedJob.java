package dev.lockkeeper.workflows.model;

/**
 * A job as it would run on a node.
 *
 * @param arguments of the script, quoted as a shell reads them
 * @param script SHA-256 of the script's body, hexadecimal: the key into the plan's scripts
 */
public record PlannedJob(String arguments, String script) {}
