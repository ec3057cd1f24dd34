package dev.lockkeeper.lab.temporal;

import dev.lockkeeper.lab.process.ChildFailedException;
import dev.lockkeeper.lab.process.ChildProcess;
import dev.lockkeeper.lab.process.Program;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Builds the Temporal CLI, which holds the whole server and its web page, into a cache directory.
 * Of several builds at once, in this process or another, the first one works and the others wait
 * for it.
 */
final class TemporalCliBuild {
  static final String NAME = "temporal";

  // From 1.6.0 on its go.mod has replace lines, with which `go install …@version` refuses to build.
  private static final String MODULE = "github.com/temporalio/cli/cmd/temporal@v1.5.1";
  private static final Duration TELL_EVERY = Duration.ofSeconds(10);
  private static final Duration BOUND = Duration.ofMinutes(30);
  // A file lock belongs to the whole JVM, so threads need one of their own.
  private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

  private final Path go;
  private final Path cache;
  private final Consumer<String> progress;

  TemporalCliBuild(Path go, Path cache, Consumer<String> progress) {
    this.go = go;
    this.cache = cache;
    this.progress = progress;
  }

  /** There is no program; the message says why and what to do. */
  static final class FailedException extends Exception {
    FailedException(String message) {
      super(message);
    }
  }

  /** Whether the program is there. */
  interface Presence {
    boolean look() throws InterruptedException;
  }

  /** Puts the program into the cache, unless somebody else has done so in the meantime. */
  void run(Presence alreadyThere) throws FailedException, InterruptedException {
    ONE_AT_A_TIME.lockInterruptibly();
    try {
      Files.createDirectories(cache);
      Path lockFile = cache.resolve(NAME + ".lock");
      try (FileChannel channel =
              FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = lock(channel)) {
        if (lock.isValid() && !alreadyThere.look()) {
          build();
        }
      }
    } catch (IOException e) {
      throw new FailedException(
          "The Temporal CLI cannot be built in %s: %s. Make that directory writable or set XDG_CACHE_HOME."
              .formatted(cache, e));
    } finally {
      ONE_AT_A_TIME.unlock();
    }
  }

  private FileLock lock(FileChannel channel) throws IOException {
    FileLock free = channel.tryLock();
    if (free != null) {
      return free;
    }
    progress.accept("Another process is building the Temporal CLI; waiting for it.");
    return channel.lock();
  }

  private void build() throws IOException, FailedException, InterruptedException {
    progress.accept("Building the Temporal server with Go (once; some minutes) …");
    // Next to its final place, so that the rename is atomic.
    Path workplace = Files.createTempDirectory(cache, "build-");
    try {
      compile(workplace);
      Files.move(workplace.resolve(NAME), cache.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      delete(workplace);
    }
  }

  private void compile(Path workplace) throws IOException, FailedException, InterruptedException {
    Path log = cache.resolve(NAME + "-build.log");
    Files.deleteIfExists(log);
    // -v names each package as it is compiled, for the progress; -s -w leave out debugging symbols.
    List<String> command = List.of(go.toString(), "install", "-v", "-ldflags=-s -w", MODULE);
    Program program =
        new Program(
            "The build of the Temporal CLI", command, Map.of("GOBIN", workplace.toString()), log);
    try (ChildProcess build = ChildProcess.start(program)) {
      int status = follow(build, log);
      if (status != 0) {
        throw new FailedException(
            ("Go could not build the Temporal CLI (exit status %d). Look at the log, or install the CLI"
                    + " (https://docs.temporal.io/cli), or name a running service with --address.%n%s")
                .formatted(status, build.lastWords()));
      }
    } catch (ChildFailedException e) {
      throw new FailedException(String.valueOf(e.getMessage()));
    }
  }

  private int follow(ChildProcess build, Path log)
      throws IOException, FailedException, InterruptedException {
    long begin = System.nanoTime();
    while (true) {
      Optional<Integer> status = build.awaitExit(TELL_EVERY);
      if (status.isPresent()) {
        return status.get();
      }
      Duration passed = Duration.ofNanos(System.nanoTime() - begin);
      if (passed.compareTo(BOUND) > 0) {
        throw new FailedException(
            "Go was still building the Temporal CLI after %d min and was ended; see %s."
                .formatted(BOUND.toMinutes(), log));
      }
      try (Stream<String> lines = Files.lines(log)) {
        progress.accept(
            "… building the Temporal server: %d packages after %d s"
                .formatted(lines.count(), passed.toSeconds()));
      }
    }
  }

  private static void delete(Path workplace) throws IOException {
    Files.deleteIfExists(workplace.resolve(NAME));
    Files.deleteIfExists(workplace);
  }
}
