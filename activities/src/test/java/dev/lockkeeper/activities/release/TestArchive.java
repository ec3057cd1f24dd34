package dev.lockkeeper.activities.release;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Small archives for tests. */
final class TestArchive {
  private TestArchive() {}

  /**
   * @param entries {@code path=text} for a file, {@code path/} for a directory
   */
  static Path write(Path file, String... entries) throws IOException {
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
      for (String entry : entries) {
        int equals = entry.indexOf('=');
        byte[] text =
            entry
                .substring(equals < 0 ? entry.length() : equals + 1)
                .getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry header =
            new TarArchiveEntry(equals < 0 ? entry : entry.substring(0, equals), true);
        header.setSize(text.length);
        header.setIds(12345, 12345);
        tar.putArchiveEntry(header);
        tar.write(text);
        tar.closeArchiveEntry();
      }
    }
    return file;
  }

  static String sha256(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
