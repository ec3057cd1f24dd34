package dev.lockkeeper.activities.ssh;

/**
 * What an upload did.
 *
 * @param bytesSent bytes that went over the wire this time; less than the size after a resume
 * @param skipped whether the right file was there already
 */
public record UploadResult(long bytesSent, boolean skipped) {}
