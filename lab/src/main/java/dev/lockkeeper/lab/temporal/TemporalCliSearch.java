package dev.lockkeeper.lab.temporal;

import dev.lockkeeper.lab.process.Commands;
import dev.lockkeeper.lab.temporal.TemporalCli.Found;
import dev.lockkeeper.lab.temporal.TemporalCli.Missing;
import dev.lockkeeper.lab.temporal.TemporalCli.Origin;
import dev.lockkeeper.lab.temporal.TemporalCli.Search;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Looks for a usable {@code temporal} program in the order that {@link TemporalCli#find} promises.
 */
final class TemporalCliSearch {
  private static final int ANSWER_BOUND_SECONDS = 20;

  private final Map<String, String> environment;
  private final Consumer<String> progress;
  private final Path cache;

  TemporalCliSearch(Map<String, String> environment, Consumer<String> progress) {
    this.environment = environment;
    this.progress = progress;
    this.cache = cacheDirectory(environment);
  }

  Search find() throws InterruptedException {
    String searchPath = environment.getOrDefault("PATH", "");
    for (Path candidate : Commands.all("temporal", searchPath)) {
      Optional<String> version = version(candidate);
      if (version.isPresent()) {
        return new Found(new TemporalCli(candidate, Origin.SEARCH_PATH, version.get()));
      }
      progress.accept(candidate + " is not a usable Temporal CLI; looking further.");
    }
    Optional<TemporalCli> cached = cached(Origin.CACHE);
    return cached.isPresent() ? new Found(cached.get()) : build(searchPath);
  }

  private Search build(String searchPath) throws InterruptedException {
    List<Path> go = Commands.all("go", searchPath);
    if (go.isEmpty()) {
      return new Missing(
          "There is no Temporal CLI on the PATH and no Go to build one. Install either of them"
              + " (https://docs.temporal.io/cli or https://go.dev/dl), or name a running service with --address.");
    }
    try {
      new TemporalCliBuild(go.get(0), cache, progress).run(() -> cached(Origin.CACHE).isPresent());
    } catch (TemporalCliBuild.FailedException e) {
      return new Missing(String.valueOf(e.getMessage()));
    }
    return cached(Origin.BUILT)
        .<Search>map(Found::new)
        .orElseGet(
            () ->
                new Missing(
                    "The Temporal CLI that was built does not run: "
                        + executable()
                        + " --version"));
  }

  private Optional<TemporalCli> cached(Origin origin) throws InterruptedException {
    if (!Files.isExecutable(executable())) {
      return Optional.empty();
    }
    return version(executable()).map(version -> new TemporalCli(executable(), origin, version));
  }

  private Path executable() {
    return cache.resolve(TemporalCliBuild.NAME);
  }

  /**
   * What the program answers to {@code --version}; empty when it is another program or does not run
   * here.
   */
  private static Optional<String> version(Path executable) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(executable.toString(), "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.PIPE)
              .start();
      try {
        if (!process.waitFor(ANSWER_BOUND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
          return Optional.empty();
        }
        String answer =
            new String(process.getInputStream().readNBytes(1000), StandardCharsets.UTF_8).strip();
        return answer.startsWith("temporal version") ? Optional.of(answer) : Optional.empty();
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      // Built for another machine, or not a program at all: not usable, which is all that is asked.
      return Optional.empty();
    }
  }

  private static Path cacheDirectory(Map<String, String> environment) {
    String given = environment.getOrDefault("XDG_CACHE_HOME", "");
    // The XDG base directory specification: a relative path is to be ignored.
    Path base =
        given.startsWith("/")
            ? Path.of(given)
            : Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".cache");
    return base.resolve("lockkeeper").resolve("bin");
  }
}
