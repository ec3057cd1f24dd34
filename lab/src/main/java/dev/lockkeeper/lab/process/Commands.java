package dev.lockkeeper.lab.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Programs on the search path. */
public final class Commands {
  private Commands() {}

  /** The first executable of that name in the directories of {@code PATH}. */
  public static Optional<Path> find(String name) {
    return all(name, System.getenv().getOrDefault("PATH", "")).stream().findFirst();
  }

  /** All executables of that name, in the order of a search path such as {@code /usr/bin:/bin}. */
  public static List<Path> all(String name, String searchPath) {
    return Arrays.stream(searchPath.split(File.pathSeparator))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, name))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .toList();
  }
}
