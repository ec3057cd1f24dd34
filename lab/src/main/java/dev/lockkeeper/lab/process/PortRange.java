package dev.lockkeeper.lab.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Port numbers below those of outgoing connections (on Linux 32768 and up, on macOS and by RFC 6335
 * 49152 and up), dealt out in blocks. A block belongs to the program that holds the lock on its
 * file; the system ends the lock with the program, however that ends.
 */
final class PortRange {
  static final int FIRST = 20_000;
  static final int BLOCKS = 100;
  static final int BLOCK_SIZE = 100;

  private final Path directory;
  private @Nullable FileLock block;
  private int next;
  private int end;

  PortRange(Path directory) {
    this.directory = directory;
  }

  /** With locks that all programs of the same user see. */
  static PortRange ofUser() {
    return new PortRange(
        Path.of(System.getProperty("java.io.tmpdir"))
            .resolve("lockkeeper-ports-" + System.getProperty("user.name")));
  }

  /**
   * The next number of this program's block, and when that is used up the first of another block.
   *
   * @throws IOException when other programs hold all blocks
   */
  synchronized int next() throws IOException {
    if (next == end) {
      claim();
    }
    return next++;
  }

  private void claim() throws IOException {
    Files.createDirectories(directory);
    // Not always the first: a program that has just ended may have left connections behind there.
    int first = (int) (ProcessHandle.current().pid() % BLOCKS);
    int after = block == null ? first : (end - FIRST) / BLOCK_SIZE;
    for (int tried = 0; tried < BLOCKS; tried++) {
      int number = (after + tried) % BLOCKS;
      FileLock lock = lock(directory.resolve("block-" + number));
      if (lock != null) {
        // The block before stays locked: its ports are in use.
        block = lock;
        next = FIRST + number * BLOCK_SIZE;
        end = next + BLOCK_SIZE;
        return;
      }
    }
    throw new IOException(
        "other programs hold all of %d to %d (see %s)"
            .formatted(FIRST, FIRST + BLOCKS * BLOCK_SIZE - 1, directory));
  }

  private static @Nullable FileLock lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException ownAlready) {
      lock = null;
    }
    if (lock == null) {
      channel.close();
    }
    return lock;
  }
}
