package dev.lockkeeper.activities.ssh;

/**
 * What an upload did.
 *
 * @param bytesSent bytes that went over the wire this time; less than the size after a resume
 * @param skipped whether the right file was there already
 * @param sha256 checksum of the file, in lower-case hexadecimal, as verified on the node
 */
public record UploadResult(long bytesSent, boolean skipped, String sha256) {}
