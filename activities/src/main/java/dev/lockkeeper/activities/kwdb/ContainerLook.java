package dev.lockkeeper.activities.kwdb;

import dev.lockkeeper.activities.ssh.Command;
import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.kwdb.ContainerPlan;
import dev.lockkeeper.workflows.kwdb.KwdbMethod;
import dev.lockkeeper.workflows.kwdb.Topology;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Version;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks at the container of a node, and how another one would be made in its place. */
final class ContainerLook {
  private static final String INSIDE = "26257";

  private final SshConnection node;
  private final String composeFile;

  /**
   * @param composeFile path of the compose file, if there is one
   */
  ContainerLook(SshConnection node, String composeFile) {
    this.node = node;
    this.composeFile = composeFile;
  }

  /**
   * The container as it was made.
   *
   * @param name of the container
   * @throws StepFailed REFUSED when there is none or Docker may not be used
   */
  ContainerParameters parameters(String name) throws StepFailed, SshFailure, InterruptedException {
    String made = ok("docker inspect \"$1\"", name);
    String image = ok("docker inspect --format '{{.Config.Image}}' \"$1\"", name).strip();
    return ContainerInspect.read(made, ok("docker image inspect \"$1\"", image));
  }

  /** The release in the container. */
  Version version(String name) throws StepFailed, SshFailure, InterruptedException {
    return KwbaseVersion.read(ok("docker exec \"$1\" ./kwbase version", name));
  }

  /** How the container would be replaced; refuses where its data would be lost. */
  ContainerPlan plan(ContainerParameters old, KwdbMethod method, String newImage)
      throws StepFailed, SshFailure, InterruptedException {
    ContainerMount store = StoreCheck.mountOfStore(old);
    if (method == KwdbMethod.DOCKER) {
      List<String> words = DockerRun.arguments(old, newImage, "(environment)");
      return new ContainerPlan(
          old.image(), newImage, store.source(), "", "docker run " + String.join(" ", words));
    }
    if (!old.ofCompose()) {
      throw new StepFailed(
          FailureReason.REFUSED,
          "the container " + old.name() + " was not made by Docker Compose; use method: docker");
    }
    ComposeChange change = composeChange(old, newImage);
    return new ContainerPlan(
        old.image(), newImage, store.source(), checksum(), change.difference());
  }

  /** The compose file with the new image. */
  ComposeChange composeChange(ContainerParameters old, String newImage)
      throws StepFailed, SshFailure, InterruptedException {
    ComposeFile file = ComposeFile.read(composeFile, ok("cat \"$1\"", composeFile));
    String service =
        old.composeService().isEmpty() ? file.serviceOf(old.name()) : old.composeService();
    return file.withImage(service, newImage);
  }

  /** The words of the server's command line. */
  static List<String> command(ContainerParameters container) {
    return Stream.concat(container.entrypoint().stream(), container.command().stream())
        .flatMap(argument -> Arrays.stream(argument.split("\\s+")))
        .toList();
  }

  static Optional<Topology> topology(ContainerParameters container) {
    List<String> words = command(container);
    return Arrays.stream(Topology.values())
        .filter(topology -> words.contains(topology.startVerb()))
        .findFirst();
  }

  /** What kwbase takes inside the container. */
  static String security(ContainerParameters container) {
    return option(container, "--certs-dir")
        .map(value -> "--certs-dir=" + value)
        .orElse("--insecure");
  }

  /** What the others call it; empty if the command line does not say. */
  static Optional<String> address(ContainerParameters container) {
    return option(container, "--advertise-addr")
        .map(value -> value.replaceFirst(":[0-9]+$", ""))
        .filter(value -> !value.isEmpty());
  }

  /** The host's port that leads to SQL. */
  static int port(ContainerParameters container) {
    List<String> words = container.options();
    for (int i = 0; i + 1 < words.size(); i++) {
      String[] parts = words.get(i + 1).split(":");
      if (words.get(i).equals("-p") && parts.length > 1 && parts[parts.length - 1].equals(INSIDE)) {
        return Integer.parseInt(parts[parts.length - 2]);
      }
    }
    return Integer.parseInt(INSIDE);
  }

  private static Optional<String> option(ContainerParameters container, String name) {
    return command(container).stream()
        .filter(word -> word.startsWith(name + "="))
        .map(word -> word.substring(name.length() + 1))
        .findFirst();
  }

  private String checksum() throws StepFailed, SshFailure, InterruptedException {
    return ok("sha256sum < \"$1\"", composeFile).split(" ")[0];
  }

  private String ok(String script, String argument)
      throws StepFailed, SshFailure, InterruptedException {
    CommandResult result = node.run(Command.sh(script, argument));
    if (!result.succeeded() || result.truncated()) {
      throw new StepFailed(
          FailureReason.REFUSED,
          script.replace("\"$1\"", argument)
              + " on "
              + node.target().host()
              + ": "
              + String.join("; ", TerminalText.lines(result.errors()))
              + " ("
              + result.ending()
              + ")");
    }
    return result.output();
  }
}
