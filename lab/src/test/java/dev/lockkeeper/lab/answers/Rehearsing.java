package dev.lockkeeper.lab.answers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test a cluster of its own with an upgrade that is not yet started. All classes share
 * one server and one worker, which end with the last test.
 */
final class Rehearsing implements ParameterResolver {
  /** What is there for all tests. */
  private record Shared(Rehearsal rehearsal, Path directory) implements AutoCloseable {
    static Shared open() {
      try {
        Path directory = Files.createTempDirectory("answers");
        return new Shared(Rehearsal.open(directory), directory);
      } catch (IOException e) {
        throw new IllegalStateException("no directory for the Temporal server", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while the Temporal server started", e);
      }
    }

    @Override
    public void close() throws IOException {
      rehearsal.close();
      List<Path> all;
      try (Stream<Path> files = Files.walk(directory)) {
        all = files.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path file : all) {
        Files.delete(file);
      }
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == UpgradeTalk.class;
  }

  @Override
  public UpgradeTalk resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(Rehearsing.class))
        .getOrComputeIfAbsent(Shared.class, key -> Shared.open(), Shared.class)
        .rehearsal()
        .talk();
  }
}
