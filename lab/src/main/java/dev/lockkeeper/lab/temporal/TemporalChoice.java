package dev.lockkeeper.lab.temporal;

import dev.lockkeeper.lab.process.ChildFailedException;
import dev.lockkeeper.lab.process.Commands;
import dev.lockkeeper.lab.temporal.TemporalCli.Found;
import dev.lockkeeper.lab.temporal.TemporalCli.Missing;
import dev.lockkeeper.lab.temporal.TemporalCli.Search;
import dev.lockkeeper.lab.temporal.TemporalService.Existing;
import dev.lockkeeper.lab.temporal.TemporalService.Local;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Chooses the Temporal service for a command and starts it when it has to be started. One that the
 * operator named always wins; then comes a local server from a {@code temporal} program that is
 * there or can be built; at last the in-memory one.
 *
 * @param environment the variables of this process
 * @param composeFile the project's compose file; need not exist
 * @param directory where a local server keeps its state and its log
 * @param port for clients of a local server
 * @param uiPort for a local server's web page
 * @param progress gets a line for people whenever something takes long
 */
public record TemporalChoice(
    Map<String, String> environment,
    Path composeFile,
    Path directory,
    int port,
    int uiPort,
    Consumer<String> progress) {

  /**
   * Gives a service that is ready for use.
   *
   * @param addressOption what the operator gave as {@code --address}, if anything
   * @throws ChildFailedException when a local server does not start
   */
  public TemporalService choose(Optional<String> addressOption) throws InterruptedException {
    if (addressOption.isPresent()) {
      return new Existing(addressOption.get(), "--address");
    }
    Optional<Existing> configured = configured();
    return configured.isPresent() ? configured.get() : startLocal();
  }

  private Optional<Existing> configured() {
    if (!environment.getOrDefault("TEMPORAL_ADDRESS", "").isBlank()) {
      return Optional.of(new Existing(environment.get("TEMPORAL_ADDRESS"), "TEMPORAL_ADDRESS"));
    }
    try {
      ClientConfigProfile profile =
          ClientConfigProfile.load(
              LoadClientConfigProfileOptions.newBuilder().setEnvOverrides(environment).build());
      return Optional.ofNullable(profile.getAddress())
          .map(address -> new Existing(address, "the Temporal client configuration file"));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The Temporal client configuration cannot be read: " + e.getMessage(), e);
    }
  }

  private TemporalService startLocal() throws InterruptedException {
    Search search = new TemporalCliSearch(environment, progress).find();
    if (search instanceof Found found) {
      TemporalServer server = new TemporalServer(found.cli(), directory, port, uiPort);
      progress.accept("Starting " + found.cli().version() + " …");
      server.start();
      server.awaitHealthy();
      return new Local(server, Optional.empty());
    }
    return startSubstitute(((Missing) search).reason());
  }

  private TemporalService startSubstitute(String reason) throws InterruptedException {
    List<Path> docker = Commands.all("docker", environment.getOrDefault("PATH", ""));
    if (docker.isEmpty() || !Files.exists(composeFile)) {
      return new Local(InMemoryTemporal.start(port), Optional.of(reason));
    }
    progress.accept("Starting the Temporal service of " + composeFile + " …");
    try {
      LocalTemporal composed =
          ComposeTemporal.start(docker.get(0), composeFile, directory.resolve("docker.log"));
      return new Local(composed, Optional.of(reason));
    } catch (ChildFailedException e) {
      return new Local(InMemoryTemporal.start(port), Optional.of(reason + " " + e.getMessage()));
    }
  }
}
