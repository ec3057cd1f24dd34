package dev.lockkeeper.activities.kwdb;

import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.FailureReason;
import java.util.ArrayList;
import java.util.List;

/** The {@code docker run} that makes a container like another one, of another image. */
public final class DockerRun {
  private DockerRun() {}

  /**
   * The words after {@code docker run}. The environment may hold secrets and is therefore not among
   * them: it is read from a file, which {@link #environmentFile} fills.
   *
   * @param environmentFile path on the node, mode 0600
   * @throws StepFailed REFUSED when something of the container cannot be carried over
   */
  public static List<String> arguments(
      ContainerParameters old, String newImage, String environmentFile) throws StepFailed {
    if (!old.unsupported().isEmpty()) {
      throw refused(
          old,
          "has settings that cannot be carried over ("
              + String.join(", ", old.unsupported())
              + "); make the new container by hand");
    }
    List<String> words = new ArrayList<>(List.of("-d", "--name", old.name()));
    words.addAll(old.options());
    for (ContainerMount mount : old.mounts()) {
      if (mount.type().equals("tmpfs")) {
        String options = mount.options().isEmpty() ? "" : ":" + mount.options();
        words.addAll(List.of("--tmpfs", mount.destination() + options));
      } else {
        words.addAll(List.of("-v", mount.volumeOption()));
      }
    }
    if (!old.environment().isEmpty()) {
      words.addAll(List.of("--env-file", environmentFile));
    }
    old.labels().forEach((name, value) -> words.addAll(List.of("--label", name + "=" + value)));
    if (!old.entrypoint().isEmpty()) {
      words.addAll(List.of("--entrypoint", old.entrypoint().get(0)));
    }
    words.add(newImage);
    if (old.entrypoint().size() > 1) {
      words.addAll(old.entrypoint().subList(1, old.entrypoint().size()));
    }
    words.addAll(old.command());
    return List.copyOf(words);
  }

  /**
   * The text of the environment file.
   *
   * @throws StepFailed REFUSED when a value has a line break, which such a file cannot hold
   */
  public static String environmentFile(ContainerParameters old) throws StepFailed {
    for (String line : old.environment()) {
      if (line.indexOf('\n') >= 0) {
        throw refused(
            old,
            "has the variable "
                + line.substring(0, Math.max(0, line.indexOf('=')))
                + " with a line break in its value, which cannot be carried over; make the new"
                + " container by hand");
      }
    }
    return old.environment().isEmpty() ? "" : String.join("\n", old.environment()) + "\n";
  }

  private static StepFailed refused(ContainerParameters old, String why) {
    return new StepFailed(FailureReason.REFUSED, "the container " + old.name() + " " + why);
  }
}
