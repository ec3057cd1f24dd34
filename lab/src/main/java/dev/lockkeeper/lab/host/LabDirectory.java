package dev.lockkeeper.lab.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one lab on this machine. It says which process owns the lab and which processes
 * the lab started, so that a later lab can remove what a crashed one left behind.
 */
final class LabDirectory {

  private final Path path;
  private final boolean ownDisk;

  private LabDirectory(Path path, boolean ownDisk) {
    this.path = path;
    this.ownDisk = ownDisk;
  }

  /** Removes what dead labs left and makes a directory for a new one. */
  static LabDirectory claim(HostKind kind) throws IOException {
    Path base =
        Path.of(System.getProperty("java.io.tmpdir"))
            .resolve("lockkeeper-lab-" + System.getProperty("user.name"));
    Files.createDirectories(base);
    Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwx------"));
    removeLeftovers(base);
    long pid = ProcessHandle.current().pid();
    Path fresh = Files.createTempDirectory(base, ".new-");
    Files.writeString(fresh.resolve("owner"), identity(pid));
    Files.createDirectories(fresh.resolve("processes"));
    Path path = base.resolve("lab-" + fresh.getFileName().toString().substring(".new-".length()));
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    Files.createDirectories(path.resolve("disk/shared"));
    Files.createDirectories(path.resolve("disk/hosts"));
    // An overlay's upper directory cannot lie on an overlay, which "/" is inside containers.
    boolean ownDisk =
        kind == HostKind.NAMESPACES && Files.getFileStore(path).type().equals("overlay");
    if (ownDisk) {
      LocalCommand.run("mount", "-t", "tmpfs", "tmpfs", path.resolve("disk").toString()).orThrow();
      Files.createDirectories(path.resolve("disk/shared"));
      Files.createDirectories(path.resolve("disk/hosts"));
    }
    return new LabDirectory(path, ownDisk);
  }

  /** A name that no other lab of this machine has. */
  String id() {
    return path.getFileName().toString();
  }

  Path path() {
    return path;
  }

  Path host(String name) {
    return path.resolve("disk/hosts").resolve(name);
  }

  Path shared() {
    return path.resolve("disk/shared");
  }

  /** Remembers a process that has to be killed when the lab is gone. */
  void register(long pid) throws IOException {
    Files.writeString(path.resolve("processes").resolve(Long.toString(pid)), identity(pid));
  }

  /** Puts a program text of ours into the directory. */
  Path resource(String name) throws IOException {
    Path target = path.resolve(name);
    try (InputStream text = LabDirectory.class.getResourceAsStream(name)) {
      if (text == null) {
        throw new LabException("The lab's own file " + name + " is missing from its jar.");
      }
      Files.copy(text, target, StandardCopyOption.REPLACE_EXISTING);
    }
    return target;
  }

  /** Kills every registered process that still runs and deletes the directory. */
  void remove() throws IOException {
    remove(path, ownDisk);
  }

  /**
   * One at a time, also among programs: two labs that open at once would find the same leftovers.
   */
  private static synchronized void removeLeftovers(Path base) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                base.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (lock.isValid()) {
        removeDeadLabs(base);
      }
    }
  }

  private static void removeDeadLabs(Path base) throws IOException {
    List<Path> labs;
    try (Stream<Path> entries = Files.list(base)) {
      labs = entries.filter(entry -> entry.getFileName().toString().startsWith("lab-")).toList();
    }
    for (Path lab : labs) {
      if (!isOwned(lab)) {
        remove(lab, true);
      }
    }
  }

  /** Whether its program runs, which then also removes it: nobody else may do so meanwhile. */
  private static boolean isOwned(Path lab) throws IOException {
    try {
      return runs(Files.readString(lab.resolve("owner")));
    } catch (NoSuchFileException removedOrAlmost) {
      return false;
    }
  }

  private static void remove(Path lab, boolean mayHoldDisk) throws IOException {
    Path processes = lab.resolve("processes");
    if (Files.isDirectory(processes)) {
      try (Stream<Path> entries = Files.list(processes)) {
        for (Path entry : entries.toList()) {
          if (runs(Files.readString(entry))) {
            kill(Long.parseLong(entry.getFileName().toString()));
          }
        }
      }
    }
    for (ProcessTable.Entry marked :
        ProcessTable.withEnvironment(LoopbackHost.LAB_VARIABLE + "=" + lab.getFileName())) {
      kill(marked.machinePid());
    }
    if (mayHoldDisk && Files.readString(Path.of("/proc/mounts")).contains(" " + lab + "/disk ")) {
      LocalCommand.run("umount", "-l", lab.resolve("disk").toString()).orThrow();
    }
    try (Stream<Path> entries = Files.list(lab)) {
      for (Path entry : entries.toList()) {
        if (!entry.endsWith("owner")) {
          delete(entry);
        }
      }
    } catch (NoSuchFileException goneMeanwhile) {
      return;
    }
    // The last: without an owner it is anybody's to remove.
    delete(lab);
  }

  private static void kill(long pid) {
    ProcessHandle.of(pid)
        .ifPresent(
            process -> {
              process.destroyForcibly();
              process.onExit().join();
            });
  }

  private static String identity(long pid) {
    return pid + " " + ProcessTable.startTicks(pid).orElse(0L);
  }

  private static boolean runs(String identity) {
    long pid = Long.parseLong(identity.substring(0, identity.indexOf(' ')));
    return ProcessTable.startTicks(pid).isPresent() && identity(pid).equals(identity);
  }

  private static void delete(Path tree) throws IOException {
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (Files.exists(file)) {
              throw failure;
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
