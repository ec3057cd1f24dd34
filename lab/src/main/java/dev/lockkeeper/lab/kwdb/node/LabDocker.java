package dev.lockkeeper.lab.kwdb.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The commands of Docker that an upgrade uses, with the engine's words for its refusals. */
public final class LabDocker {
  private final Images images;
  private final Containers containers;

  private LabDocker(Path state) {
    this.images = new Images(state.resolve("images"));
    this.containers = new Containers(state.resolve("containers"), images);
  }

  /** Runs one command; exit status 1, or 125 where a container could not be made. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    LabDocker docker = new LabDocker(Path.of("/var/lib/kwdb-lab-docker"));
    try {
      System.exit(docker.run(Arrays.asList(arguments)));
    } catch (DockerError e) {
      System.err.println(e.getMessage());
      System.exit(e.status());
    }
  }

  private int run(List<String> words) throws IOException, InterruptedException {
    if (words.isEmpty()) {
      throw new DockerError("Usage:  docker [OPTIONS] COMMAND", 1);
    }
    List<String> rest = words.subList(1, words.size());
    switch (words.get(0)) {
      case "load" -> System.out.println("Loaded image: " + images.load(option(rest, "-i")));
      case "pull" -> images.pull(last(rest));
      case "tag" -> images.tag(rest.get(0), rest.get(1));
      case "rmi" -> {
        containers.mustNotUse(last(rest));
        images.remove(last(rest));
      }
      case "image" -> {
        if (!rest.get(0).equals("inspect")) {
          throw new DockerError("unknown command", 1);
        }
        print(images.inspect(last(rest)), option(rest, "--format"));
      }
      case "images" -> images.names().forEach(System.out::println);
      case "inspect" -> print(containers.inspect(last(rest)), option(rest, "--format"));
      case "ps" -> containers.list(option(rest, "--format")).forEach(System.out::println);
      case "run" -> System.out.println(containers.run(RunOptions.parse(rest)));
      case "stop" -> System.out.println(containers.stop(last(rest)));
      case "start" -> System.out.println(containers.start(last(rest)));
      case "rm" -> System.out.println(containers.remove(last(rest), rest.contains("-f")));
      case "rename" -> containers.rename(rest.get(0), rest.get(1));
      case "logs" -> System.out.print(containers.logs(last(rest)));
      case "exec" -> {
        return exec(rest);
      }
      case "compose" -> new ComposeStack(containers, images).run(rest);
      default ->
          throw new DockerError("docker: '" + words.get(0) + "' is not a docker command.", 1);
    }
    return 0;
  }

  private int exec(List<String> words) throws IOException, InterruptedException {
    List<String> rest = new ArrayList<>(words);
    boolean terminal = false;
    while (rest.get(0).startsWith("-")) {
      terminal |= rest.remove(0).contains("t");
    }
    if (terminal && System.console() == null) {
      throw new DockerError("the input device is not a TTY", 1);
    }
    return containers.exec(rest.get(0), rest.subList(1, rest.size()));
  }

  private static void print(Map<String, Object> what, String format) {
    System.out.println(format.isEmpty() ? Json.write(List.of(what)) : Json.template(format, what));
  }

  private static String last(List<String> words) {
    if (words.isEmpty()) {
      throw new DockerError("requires at least 1 argument.", 1);
    }
    return words.get(words.size() - 1);
  }

  private static String option(List<String> words, String name) {
    int at = words.indexOf(name);
    return at < 0 || at + 1 >= words.size() ? "" : words.get(at + 1);
  }
}
