package dev.lockkeeper.lab.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Where commands of the lab keep what outlives them: Temporal's database, logs, histories. */
public final class StateDirectory {
  private static final int KEPT = 5;
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS");

  private final Path root;

  private StateDirectory(Path root) {
    this.root = root;
  }

  /** The user's, by the XDG rules. */
  public static StateDirectory ofUser(Map<String, String> environment) {
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    Path base =
        state.isBlank()
            ? Path.of(System.getProperty("user.home"), ".local", "state")
            : Path.of(state);
    return new StateDirectory(base.resolve("lockkeeper"));
  }

  /** One that stays the same. */
  public Path named(String name) {
    return create(root.resolve(name));
  }

  /** A new one; of those that came before only the last few are kept. */
  public Path fresh(String prefix) {
    removeOld(prefix);
    return create(root.resolve(prefix + "-" + LocalDateTime.now().format(STAMP)));
  }

  private void removeOld(String prefix) {
    if (!Files.isDirectory(root)) {
      return;
    }
    try (Stream<Path> entries = Files.list(root)) {
      List<Path> old =
          entries
              .filter(path -> path.getFileName().toString().startsWith(prefix + "-"))
              .sorted(Comparator.reverseOrder())
              .skip(KEPT - 1)
              .toList();
      for (Path directory : old) {
        delete(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot tidy up " + root, e);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static Path create(Path directory) {
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make the directory " + directory, e);
    }
  }
}
