package dev.lockkeeper.activities.release;

import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.FailureReason;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A release archive (.tgz) on this machine, read once from end to end.
 *
 * @param directory the one top directory of its files; {@link #NO_TOP} if they lie beside each
 *     other
 * @param entries paths of its files below the top directory
 * @param bytes size of the archive
 * @param unpackedBytes size of its files
 * @param sha256 of the archive
 */
public record ReleaseArchive(
    String directory, Set<String> entries, long bytes, long unpackedBytes, String sha256) {
  /** The top directory of an archive that has none, such as Databend's. */
  public static final String NO_TOP = ".";

  /**
   * Reads an archive and compares its checksum.
   *
   * @throws StepFailed INVALID when it is not there, is not a readable archive with one top
   *     directory, or has another checksum
   */
  public static ReleaseArchive open(Path file, String expectedSha256) throws StepFailed {
    return open(file, expectedSha256, ReleaseArchive::belowTop);
  }

  /**
   * As {@link #open(Path, String)}, for an archive whose files have no directory above them.
   *
   * @throws StepFailed INVALID when it is not there, is not a readable archive, or has another
   *     checksum
   */
  public static ReleaseArchive openWithoutTop(Path file, String expectedSha256) throws StepFailed {
    return open(file, expectedSha256, (archive, names) -> new Tree(NO_TOP, Set.copyOf(names)));
  }

  /**
   * Reads one text file out of an archive.
   *
   * @param name its path with the top directory
   * @throws StepFailed INVALID when the archive cannot be read or has no such file
   */
  public static String text(Path file, String name) throws StepFailed {
    try (TarArchiveInputStream tar = tar(file)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.getName().equals(name) || entry.getName().equals("./" + name)) {
          return new String(tar.readAllBytes(), StandardCharsets.UTF_8);
        }
      }
    } catch (IOException e) {
      throw invalid("the release archive " + file + " cannot be read as a .tgz: " + e.getMessage());
    }
    throw invalid("the release archive " + file + " has no " + name);
  }

  /**
   * The SHA-256 sum of an archive, in lower-case hexadecimal.
   *
   * @throws StepFailed INVALID when it is not a readable file on this machine
   */
  public static String sha256(Path file) throws StepFailed {
    requireReadable(file);
    return checksum(file);
  }

  private static void requireReadable(Path file) throws StepFailed {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw invalid(
          "the release archive "
              + file
              + " is not a readable file on the worker; copy it there or correct release.archive");
    }
  }

  private static TarArchiveInputStream tar(Path file) throws IOException {
    return new TarArchiveInputStream(
        new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)), 1 << 16));
  }

  private static ReleaseArchive open(Path file, String expectedSha256, Layout layout)
      throws StepFailed {
    requireReadable(file);
    ReleaseArchive archive;
    String sum = checksum(file);
    if (!sum.equals(expectedSha256)) {
      throw invalid(
          "the release archive "
              + file
              + " has the SHA-256 sum "
              + sum
              + ", but the request says "
              + expectedSha256
              + "; fetch it again from the vendor, or correct release.sha256 if the request is wrong");
    }
    try {
      archive = read(file, sum, layout);
    } catch (IOException e) {
      throw invalid("the release archive " + file + " cannot be read as a .tgz: " + e.getMessage());
    }
    return archive;
  }

  private static ReleaseArchive read(Path file, String sum, Layout layout)
      throws IOException, StepFailed {
    Set<String> names = new TreeSet<>();
    long unpacked = 0;
    try (TarArchiveInputStream tar = tar(file)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String name =
            entry.getName().startsWith("./") ? entry.getName().substring(2) : entry.getName();
        if (name.isEmpty()) {
          continue;
        }
        if (name.startsWith("/") || List.of(name.split("/")).contains("..")) {
          throw invalid(
              "the release archive "
                  + file
                  + " has an entry outside its directory: "
                  + entry.getName());
        }
        names.add(name);
        unpacked += entry.getSize();
      }
    }
    Tree tree = layout.of(file, names);
    return new ReleaseArchive(tree.top(), tree.files(), Files.size(file), unpacked, sum);
  }

  /** The names of directories end with a slash. */
  private static Tree belowTop(Path file, Set<String> names) throws StepFailed {
    Set<String> tops = new TreeSet<>();
    Set<String> files = new HashSet<>();
    for (String name : names) {
      int slash = name.indexOf('/');
      tops.add(slash < 0 ? name : name.substring(0, slash));
      if (!name.endsWith("/") && slash >= 0) {
        files.add(name.substring(slash + 1));
      }
    }
    if (tops.size() != 1) {
      throw invalid(
          "the release archive " + file + " should have one top directory, but has " + tops);
    }
    return new Tree(tops.iterator().next(), Set.copyOf(files));
  }

  private record Tree(String top, Set<String> files) {}

  private interface Layout {
    Tree of(Path file, Set<String> names) throws StepFailed;
  }

  private static String checksum(Path file) throws StepFailed {
    try (InputStream stream = Files.newInputStream(file);
        DigestInputStream digest =
            new DigestInputStream(stream, MessageDigest.getInstance("SHA-256"))) {
      byte[] buffer = new byte[1 << 16];
      int read = 0;
      while (read >= 0) {
        read = digest.read(buffer);
      }
      return HexFormat.of().formatHex(digest.getMessageDigest().digest());
    } catch (IOException e) {
      throw invalid("the release archive " + file + " cannot be read: " + e.getMessage());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static StepFailed invalid(String message) {
    return new StepFailed(FailureReason.INVALID, message);
  }
}
