package dev.lockkeeper.workflows.kwdb;

/**
 * What was downloaded to upgrade to, opened and checked.
 *
 * @param directory the one top directory in the archive; empty for an image
 * @param bytes size of the archive
 * @param unpackedBytes size of its files
 */
public record ReleaseFacts(String directory, long bytes, long unpackedBytes) {}
