package dev.lockkeeper.worker.configuration;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Checks that the places where secrets are said to be kept exist. Never reads a secret. */
final class Places {
  private final Path directory;
  private final Map<String, String> environment;
  private final Mistakes mistakes;

  /**
   * @param directory what relative paths are relative to
   */
  Places(Path directory, Map<String, String> environment, Mistakes mistakes) {
    this.directory = directory;
    this.environment = environment;
    this.mistakes = mistakes;
  }

  Optional<Path> readableFile(Written written) {
    Path path;
    try {
      path = directory.resolve(withHome(written.text()));
    } catch (InvalidPathException notAPath) {
      mistakes.report(written.place(), "is not a path: " + notAPath.getReason());
      return Optional.empty();
    }
    if (!Files.isRegularFile(path)) {
      mistakes.report(written.place(), "there is no file " + path);
      return Optional.empty();
    }
    if (!Files.isReadable(path)) {
      mistakes.report(written.place(), "the worker's user may not read " + path);
      return Optional.empty();
    }
    return Optional.of(path);
  }

  Optional<String> setVariable(Written written) {
    if (!written.text().matches("[A-Za-z_][A-Za-z0-9_]*")) {
      // The text is not repeated: somebody may have put the secret itself here.
      mistakes.report(written.place(), "is not the name of an environment variable");
      return Optional.empty();
    }
    if (environment.getOrDefault(written.text(), "").isEmpty()) {
      mistakes.report(
          written.place(), "the environment variable " + written.text() + " is not set");
      return Optional.empty();
    }
    return Optional.of(written.text());
  }

  private static String withHome(String path) {
    return path.startsWith("~/") ? System.getProperty("user.home") + path.substring(1) : path;
  }
}
