package dev.lockkeeper.activities.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Checksums of local files, so that one that is sent to many nodes is read once. A file whose size
 * or time has changed is read again.
 */
final class LocalSums {
  private final Map<Sight, CompletableFuture<Sha256>> sums = new ConcurrentHashMap<>();

  /** A file as it was seen. */
  private record Sight(Path file, @Nullable Object identity, long size, FileTime modified) {
    static Sight of(Path file) throws IOException {
      BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
      return new Sight(file.toAbsolutePath(), seen.fileKey(), seen.size(), seen.lastModifiedTime());
    }
  }

  /** The checksums of a whole file. */
  Sha256 of(Path file) throws IOException, InterruptedException {
    Sight sight = Sight.of(file);
    while (true) {
      CompletableFuture<Sha256> own = new CompletableFuture<>();
      CompletableFuture<Sha256> first = sums.putIfAbsent(sight, own);
      if (first == null) {
        return read(file, sight, own);
      }
      try {
        return first.get();
      } catch (CancellationException | ExecutionException gaveUp) {
        // Whoever read it was interrupted or failed; that one has taken its promise away.
        continue;
      }
    }
  }

  private Sha256 read(Path file, Sight sight, CompletableFuture<Sha256> promise)
      throws IOException, InterruptedException {
    try {
      Sha256 sum = Sha256.of(file, 0);
      promise.complete(sum);
      return sum;
    } finally {
      if (!promise.isDone()) {
        sums.remove(sight, promise);
        promise.cancel(false);
      }
    }
  }
}
