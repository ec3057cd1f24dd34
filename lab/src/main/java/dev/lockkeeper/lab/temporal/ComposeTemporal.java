package dev.lockkeeper.lab.temporal;

import dev.lockkeeper.lab.process.ChildFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The Temporal service of the project's compose file: its services {@code temporal} (port 7233) and
 * {@code temporal-ui} (port 8080). State is kept in the compose project's volumes.
 */
public final class ComposeTemporal implements LocalTemporal {
  private static final String SERVER = "temporal";
  private static final String PAGE = "temporal-ui";
  // Images may have to be pulled first.
  private static final int BOUND_MINUTES = 15;

  private final Path docker;
  private final Path composeFile;
  private final Path log;
  private final boolean ranBefore;
  private final String address;
  private final Optional<String> uiUrl;

  private ComposeTemporal(Path docker, Path composeFile, Path log) throws InterruptedException {
    this.docker = docker;
    this.composeFile = composeFile;
    this.log = log;
    this.ranBefore = !compose("ps", "--quiet", "--status", "running", SERVER).isEmpty();
    compose("up", "--detach", "--wait", SERVER, PAGE);
    this.address = compose("port", SERVER, "7233");
    this.uiUrl = Optional.of("http://" + compose("port", PAGE, "8080"));
  }

  /**
   * Starts the services, or uses them when they run; they are healthy when this returns.
   *
   * @param docker the docker program
   * @param log gets what docker says
   * @throws ChildFailedException when docker, its compose plug-in or an image is missing
   */
  public static ComposeTemporal start(Path docker, Path composeFile, Path log)
      throws InterruptedException {
    return new ComposeTemporal(docker, composeFile, log);
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public Optional<String> uiUrl() {
    return uiUrl;
  }

  @Override
  public String sentence() {
    return "The Temporal service of " + composeFile + " at " + address + ".";
  }

  /** Stops the services, unless they ran before; what they stored stays. */
  @Override
  public void close() {
    if (ranBefore) {
      return;
    }
    try {
      compose("stop");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String compose(String... arguments) throws InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(docker.toString(), "compose", "--file", composeFile.toString()));
    command.addAll(List.of(arguments));
    try {
      Path answer = Files.createTempFile(log.toAbsolutePath().getParent(), "docker-", ".out");
      try {
        run(command, answer);
        return Files.readString(answer, StandardCharsets.UTF_8).strip();
      } finally {
        Files.deleteIfExists(answer);
      }
    } catch (IOException e) {
      throw new ChildFailedException(docker + " cannot be run: " + e.getMessage() + ".", e);
    }
  }

  private void run(List<String> command, Path answer) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(answer.toFile())
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    try {
      if (!process.waitFor(BOUND_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new ChildFailedException(
            "`%s` failed; see %s.".formatted(String.join(" ", command), log));
      }
    } finally {
      process.destroy();
    }
  }
}
