package dev.lockkeeper.lab.kwdb.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The containers of a host: a directory with their inspection, their own files and their process.
 */
final class Containers {
  private static final int STOP_SECONDS = 10;

  private final Path directory;
  private final Images images;

  Containers(Path directory, Images images) {
    this.directory = directory;
    this.images = images;
  }

  String run(RunOptions run) throws IOException, InterruptedException {
    if (run.image().isEmpty() || !images.names().contains(run.image())) {
      images.pull(run.image());
    }
    byte[] random = new byte[32];
    ThreadLocalRandom.current().nextBytes(random);
    String id = HexFormat.of().formatHex(random);
    String name = run.one("--name", "c" + id.substring(0, 8));
    Path place = directory.resolve(name);
    if (Files.exists(place)) {
      throw new DockerError(
          "docker: Error response from daemon: Conflict. The container name \"/"
              + name
              + "\" is already in use.",
          125);
    }
    Files.createDirectories(place);
    Files.writeString(place.resolve("id"), id);
    Files.writeString(place.resolve("words"), String.join("\0", run.words()));
    start(name);
    return id;
  }

  String start(String name) throws IOException {
    Path place = place(name);
    if (process(name) == 0) {
      ContainerCommand command = ContainerCommand.of(options(name), place, images);
      Process process =
          new ProcessBuilder(command.words())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(place.resolve("log").toFile()))
              .start();
      Files.writeString(place.resolve("pid"), Long.toString(process.pid()));
    }
    return name;
  }

  String stop(String name) throws IOException {
    ProcessHandle.of(process(name))
        .ifPresent(
            process -> {
              process.destroy();
              if (!process.onExit().isDone()) {
                awaitEnd(process);
              }
            });
    Files.deleteIfExists(place(name).resolve("pid"));
    return name;
  }

  private static void awaitEnd(ProcessHandle process) {
    try {
      process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (java.util.concurrent.TimeoutException late) {
      process.destroyForcibly();
      process.onExit().join();
    } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
      throw new DockerError("Error response from daemon: " + e, 1);
    }
  }

  /** Also what is in the container itself is gone then. */
  String remove(String name, boolean force) throws IOException {
    if (process(name) != 0) {
      if (!force) {
        throw new DockerError(
            "Error response from daemon: You cannot remove a running container "
                + name
                + ". Stop the container before attempting removal or force remove",
            1);
      }
      stop(name);
    }
    Trees.delete(place(name));
    return name;
  }

  void rename(String name, String other) throws IOException {
    Files.move(place(name), directory.resolve(other));
  }

  String logs(String name) throws IOException {
    Path log = place(name).resolve("log");
    return Files.exists(log) ? Files.readString(log) : "";
  }

  int exec(String name, List<String> command) throws IOException, InterruptedException {
    if (process(name) == 0) {
      throw new DockerError("Error response from daemon: Container " + name + " is not running", 1);
    }
    return new ProcessBuilder(ContainerCommand.inside(options(name), images, command))
        .inheritIO()
        .start()
        .waitFor();
  }

  Map<String, Object> inspect(String name) throws IOException {
    Map<String, Object> made =
        Inspection.of(Files.readString(place(name).resolve("id")), name, options(name));
    boolean runs = process(name) != 0;
    made.put("State", Map.of("Status", runs ? "running" : "exited", "Running", runs));
    return made;
  }

  private RunOptions options(String name) throws IOException {
    return RunOptions.parse(
        List.of(Files.readString(place(name).resolve("words")).split("\0", -1)));
  }

  List<String> list(String format) throws IOException {
    return names().stream()
        .map(
            name -> {
              try {
                return format.contains(".Image")
                    ? Json.template("{{.Config.Image}}", inspect(name))
                    : name + "\t" + (process(name) != 0 ? "Up" : "Exited");
              } catch (IOException e) {
                throw new DockerError(e.toString(), 1);
              }
            })
        .toList();
  }

  List<String> names() throws IOException {
    Files.createDirectories(directory);
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  void mustNotUse(String image) throws IOException {
    for (String name : names()) {
      if (Json.template("{{.Config.Image}}", inspect(name)).equals(image)) {
        throw new DockerError(
            "Error response from daemon: conflict: unable to remove repository reference \""
                + image
                + "\" (must force) - container "
                + name
                + " is using its referenced image",
            1);
      }
    }
  }

  private long process(String name) throws IOException {
    Path file = place(name).resolve("pid");
    if (!Files.exists(file)) {
      return 0;
    }
    long pid = Long.parseLong(Files.readString(file));
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent() ? pid : 0;
  }

  private Path place(String name) {
    Path place = directory.resolve(name);
    if (!Files.isDirectory(place)) {
      throw new DockerError("Error: No such object: " + name, 1);
    }
    return place;
  }
}
