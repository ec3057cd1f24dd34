package dev.lockkeeper.lab.databend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Puts releases of the look-alike together where no lab runs, such as in the image of a host:
 * {@code ReleaseArchives DIRECTORY VERSION...}.
 */
public final class ReleaseArchives {
  private ReleaseArchives() {}

  /**
   * Prints a line for each release: version, archive and checksum.
   *
   * @param arguments the directory for the archives, then the versions
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 2) {
      throw new IllegalArgumentException("Usage: ReleaseArchives DIRECTORY VERSION...");
    }
    List<String> versions = List.of(arguments).subList(1, arguments.length);
    assemble(Path.of(arguments[0]), versions.toArray(String[]::new)).forEach(System.out::println);
  }

  static List<String> assemble(Path directory, String... versions) throws IOException {
    Files.createDirectories(directory);
    return Stream.of(versions)
        .map(version -> DatabendRelease.assemble(version, directory))
        .map(made -> made.version().name() + " " + made.archive() + " " + made.sha256())
        .toList();
  }
}
