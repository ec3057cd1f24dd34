package dev.lockkeeper.activities.step;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The shells that nodes have as their sh. */
public enum Shell {
  DASH(List.of("dash")),
  BASH(List.of("bash")),
  /** With busybox's own tools and no others, as on Alpine Linux. */
  BUSYBOX(List.of());

  private final List<String> program;

  Shell(List<String> program) {
    this.program = program;
  }

  /**
   * Returns a PATH that begins with a directory in which sh is this shell; may make the given one.
   */
  String path(Path directory) {
    try {
      if (this == BUSYBOX) {
        return Applets.DIRECTORY.toString();
      }
      Files.createDirectories(directory);
      Files.createSymbolicLink(directory.resolve("sh"), find(program.get(0)));
      return directory + ":" + System.getenv("PATH");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path find(String name) {
    for (String directory : System.getenv("PATH").split(":")) {
      Path candidate = Path.of(directory, name);
      if (Files.isExecutable(candidate)) {
        return candidate;
      }
    }
    throw new IllegalStateException(
        "These tests need " + name + ": apt-get install dash bash busybox");
  }

  /** Busybox's tools, made once for all tests of a JVM: they are some 270. */
  private static final class Applets {
    static final Path DIRECTORY = make();

    private static Path make() {
      try {
        Path directory = Files.createTempDirectory("lockkeeper-busybox-");
        directory.toFile().deleteOnExit();
        Path busybox = find("busybox");
        Process list = new ProcessBuilder(busybox.toString(), "--list").start();
        for (String applet : new String(list.getInputStream().readAllBytes()).lines().toList()) {
          Path link = Files.createSymbolicLink(directory.resolve(applet), busybox);
          link.toFile().deleteOnExit();
        }
        return directory;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
