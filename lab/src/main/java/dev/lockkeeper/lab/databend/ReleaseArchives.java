package dev.lockkeeper.lab.databend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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
    Path directory = Files.createDirectories(Path.of(arguments[0]));
    for (String version : List.of(arguments).subList(1, arguments.length)) {
      DatabendRelease release = DatabendRelease.assemble(version, directory);
      System.out.println(version + " " + release.archive() + " " + release.sha256());
    }
  }
}
