package dev.lockkeeper.lab.fluss;

import dev.lockkeeper.lab.host.LabException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The user's cache of what the lab put together. An entry is made beside its place and renamed into
 * it, so it is whole or absent; of two programs that make the same one, the later uses the
 * earlier's.
 */
final class ReleaseCache {

  /** Fills the directory of a new entry. */
  interface Filling {
    void fill(Path directory) throws IOException;
  }

  private final Path base;

  ReleaseCache(Path base) {
    this.base = base;
  }

  /** {@code $XDG_CACHE_HOME/lockkeeper/fluss}, by default below {@code ~/.cache}. */
  static ReleaseCache ofUser() {
    String configured = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
    Path home =
        configured.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(configured);
    return new ReleaseCache(home.resolve("lockkeeper/fluss"));
  }

  /** The directory of the entry, filled now unless it was before. */
  Path entry(String name, Filling filling) {
    Path place = base.resolve(name);
    if (Files.isDirectory(place)) {
      return place;
    }
    try {
      Files.createDirectories(base);
      Path beside = Files.createTempDirectory(base, ".new-");
      try {
        filling.fill(beside);
        Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE);
      } catch (DirectoryNotEmptyException | FileAlreadyExistsException madeMeanwhile) {
        delete(beside);
      } catch (FileSystemException e) {
        delete(beside);
        if (!Files.isDirectory(place)) {
          throw e;
        }
      } catch (IOException | RuntimeException e) {
        delete(beside);
        throw e;
      }
      return place;
    } catch (IOException e) {
      throw new LabException("Cannot make " + place + ": " + e.getMessage(), e);
    }
  }

  private static void delete(Path tree) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(tree)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }
}
