package dev.lockkeeper.workflows.databend;

/**
 * A release archive that was opened and checked.
 *
 * @param bytes size of the archive
 * @param unpackedBytes size of its files
 */
public record ReleaseFacts(long bytes, long unpackedBytes) {}
