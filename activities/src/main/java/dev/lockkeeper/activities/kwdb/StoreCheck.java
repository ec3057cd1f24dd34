package dev.lockkeeper.activities.kwdb;

import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.FailureReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether a container's data outlives it. The vendor's quick start for Compose maps no volume:
 * there the documented {@code docker-compose down} destroys the data.
 */
public final class StoreCheck {
  private StoreCheck() {}

  /**
   * The mount that holds the data.
   *
   * @throws StepFailed REFUSED when {@code --store} is not on the command line, or lies in the
   *     container itself, in memory, or in a volume that the next container would not get
   */
  public static ContainerMount mountOfStore(ContainerParameters container) throws StepFailed {
    String store =
        store(container)
            .orElseThrow(
                () ->
                    refused(
                        container,
                        "does not say where its data is: there is no --store=<absolute path> in its"
                            + " command"));
    ContainerMount mount =
        container.mounts().stream()
            .filter(candidate -> candidate.covers(store))
            .max((one, other) -> one.destination().length() - other.destination().length())
            .orElseThrow(
                () ->
                    refused(
                        container,
                        "has its data ("
                            + store
                            + ") in itself, and no volume: removing it would destroy the data. Copy"
                            + " the data out and map a volume first"));
    if (!mount.keeps()) {
      throw refused(
          container,
          "has its data ("
              + store
              + ") in a "
              + mount.type()
              + " mount, which does not outlive it");
    }
    if (mount.isAnonymous() && container.ofCompose()) {
      throw refused(
          container,
          "has its data ("
              + store
              + ") in the volume "
              + mount.source()
              + ", which has no name of its own: after docker-compose down the new container would"
              + " get another, empty one. Name the volume first");
    }
    return mount;
  }

  /** The value of {@code --store}, also inside a {@code bash -c "…"}. */
  private static Optional<String> store(ContainerParameters container) {
    List<String> words = new ArrayList<>();
    Stream.concat(container.entrypoint().stream(), container.command().stream())
        .flatMap(argument -> Arrays.stream(argument.split("\\s+")))
        .forEach(words::add);
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      String value =
          word.startsWith("--store=")
              ? word.substring("--store=".length())
              : word.equals("--store") && i + 1 < words.size() ? words.get(i + 1) : "";
      String path = value.replaceFirst("^path=", "").replaceFirst(",.*$", "");
      if (path.startsWith("/")) {
        return Optional.of(path);
      }
    }
    return Optional.empty();
  }

  private static StepFailed refused(ContainerParameters container, String why) {
    return new StepFailed(FailureReason.REFUSED, "the container " + container.name() + " " + why);
  }
}
