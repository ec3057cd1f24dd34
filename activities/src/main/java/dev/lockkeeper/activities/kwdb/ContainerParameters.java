package dev.lockkeeper.activities.kwdb;

import java.util.List;
import java.util.Map;

/**
 * Everything with which a container was made, so that another one can be made alike.
 *
 * @param name without the leading slash
 * @param image as it was named when the container was made
 * @param options options of {@code docker run}, one word each, without name, image, environment and
 *     mounts
 * @param mounts what is mounted where
 * @param environment {@code NAME=value} lines that the image does not set itself; may be secret
 * @param entrypoint replaces the image's; empty if the image's own is used
 * @param command arguments after the image
 * @param labels by name, without those of the image
 * @param unsupported settings that cannot be carried over; a container with any is left alone
 */
public record ContainerParameters(
    String name,
    String image,
    List<String> options,
    List<ContainerMount> mounts,
    List<String> environment,
    List<String> entrypoint,
    List<String> command,
    Map<String, String> labels,
    List<String> unsupported) {
  private static final String COMPOSE = "com.docker.compose.";

  public ContainerParameters {
    options = List.copyOf(options);
    mounts = List.copyOf(mounts);
    environment = List.copyOf(environment);
    entrypoint = List.copyOf(entrypoint);
    command = List.copyOf(command);
    labels = Map.copyOf(labels);
    unsupported = List.copyOf(unsupported);
  }

  /** Whether Docker Compose made it. */
  public boolean ofCompose() {
    return labels.containsKey(COMPOSE + "project");
  }

  /** The service of the compose file that it belongs to; empty if there is none. */
  public String composeService() {
    return labels.getOrDefault(COMPOSE + "service", "");
  }

  /** Does not show the environment. */
  @Override
  public String toString() {
    return "ContainerParameters[" + name + " of " + image + "]";
  }
}
