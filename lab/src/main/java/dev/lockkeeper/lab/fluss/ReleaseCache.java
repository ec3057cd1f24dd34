package dev.lockkeeper.lab.fluss;

import dev.lockkeeper.lab.host.LabException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The user's cache of what the lab put together. An entry is made beside its place and renamed into
 * it, so it is whole or absent; of those that want the same one at once, in this program or in
 * another, the first makes it and the others wait for it.
 */
final class ReleaseCache {

  /** Fills the directory of a new entry. */
  interface Filling {
    void fill(Path directory) throws IOException;
  }

  // A file lock belongs to the whole JVM, so threads need one of their own.
  private static final Map<Path, Object> OF_THREADS = new ConcurrentHashMap<>();

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
    synchronized (OF_THREADS.computeIfAbsent(place.toAbsolutePath(), any -> new Object())) {
      try {
        Files.createDirectories(base);
        try (FileChannel channel =
                FileChannel.open(
                    base.resolve(name + ".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            FileLock lock = channel.lock()) {
          if (lock.isValid() && !Files.isDirectory(place)) {
            make(place, filling);
          }
        }
        return place;
      } catch (IOException e) {
        throw new LabException("Cannot make " + place + ": " + e.getMessage(), e);
      }
    }
  }

  private void make(Path place, Filling filling) throws IOException {
    Path beside = Files.createTempDirectory(base, ".new-");
    try {
      filling.fill(beside);
      Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException e) {
      delete(beside);
      throw e;
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
