package dev.lockkeeper.lab.kwdb.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Whole directories. */
final class Trees {
  private Trees() {}

  static void delete(Path tree) throws IOException {
    for (Path path : walk(tree).stream().sorted(Comparator.reverseOrder()).toList()) {
      Files.delete(path);
    }
  }

  static void copy(Path from, Path to) throws IOException {
    for (Path path : walk(from)) {
      Files.copy(
          path,
          to.resolve(from.relativize(path).toString()),
          StandardCopyOption.COPY_ATTRIBUTES,
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static List<Path> walk(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      return all.toList();
    }
  }
}
