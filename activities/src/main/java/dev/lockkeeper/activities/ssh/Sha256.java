package dev.lockkeeper.activities.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Checksums of a local file.
 *
 * @param size bytes read
 * @param whole SHA-256 of all of it, in lower-case hexadecimal
 * @param prefix SHA-256 of its first bytes, as many as were asked for, or of all of a shorter file
 */
record Sha256(long size, String whole, String prefix) {

  /** Reads the file once for both checksums. */
  static Sha256 of(Path file, long prefixLength) throws IOException, InterruptedException {
    MessageDigest whole = digest();
    MessageDigest prefix = digest();
    long size = 0;
    byte[] buffer = new byte[256 * 1024];
    try (InputStream stream = Files.newInputStream(file)) {
      for (int length = stream.read(buffer); length >= 0; length = stream.read(buffer)) {
        if (Thread.interrupted()) {
          throw new InterruptedException("Interrupted while reading " + file);
        }
        whole.update(buffer, 0, length);
        if (size < prefixLength) {
          prefix.update(buffer, 0, (int) Math.min(length, prefixLength - size));
        }
        size += length;
      }
    }
    HexFormat hex = HexFormat.of();
    return new Sha256(size, hex.formatHex(whole.digest()), hex.formatHex(prefix.digest()));
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java platform has SHA-256", impossible);
    }
  }
}
