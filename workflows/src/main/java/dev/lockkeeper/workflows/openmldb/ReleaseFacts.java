package dev.lockkeeper.workflows.openmldb;

/**
 * A release archive that was opened and checked.
 *
 * @param directory the one top directory in the archive
 * @param bytes size of the archive
 * @param unpackedBytes size of its files
 */
public record ReleaseFacts(String directory, long bytes, long unpackedBytes) {}
