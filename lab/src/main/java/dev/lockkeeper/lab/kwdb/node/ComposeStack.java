package dev.lockkeeper.lab.kwdb.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** The containers of a compose file. */
final class ComposeStack {
  private final Containers containers;
  private final Images images;

  ComposeStack(Containers containers, Images images) {
    this.containers = containers;
    this.images = images;
  }

  void run(List<String> words) throws IOException, InterruptedException {
    List<String> rest = new ArrayList<>(words);
    Path file = Path.of("docker-compose.yml");
    if (rest.get(0).equals("-f")) {
      file = Path.of(rest.get(1));
      rest.subList(0, 2).clear();
    }
    switch (rest.get(0)) {
      case "version" -> System.out.println("Docker Compose version v2.40.3");
      case "up" -> up(file);
      case "down" -> down(file);
      default ->
          throw new DockerError("unknown docker command: \"compose " + rest.get(0) + "\"", 1);
    }
  }

  private void up(Path file) throws IOException, InterruptedException {
    for (Map.Entry<String, Map<?, ?>> service : services(file).entrySet()) {
      Map<?, ?> settings = service.getValue();
      String name = name(service.getKey(), settings);
      if (!containers.names().contains(name)) {
        containers.run(options(service.getKey(), name, settings));
        System.err.println("Container " + name + "  Started");
      }
    }
  }

  private void down(Path file) throws IOException {
    for (Map.Entry<String, Map<?, ?>> service : services(file).entrySet()) {
      String name = name(service.getKey(), service.getValue());
      if (containers.names().contains(name)) {
        containers.stop(name);
        containers.remove(name, false);
        System.err.println("Container " + name + "  Removed");
      }
    }
  }

  private RunOptions options(String service, String name, Map<?, ?> settings)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("-d", "--name", name));
    add(words, settings, "ports", "-p");
    add(words, settings, "volumes", "-v");
    add(words, settings, "environment", "-e");
    if (Boolean.TRUE.equals(settings.get("privileged"))) {
      words.add("--privileged");
    }
    if (settings.get("working_dir") instanceof String directory) {
      words.addAll(List.of("-w", directory));
    }
    words.addAll(List.of("--label", "com.docker.compose.project=lab"));
    words.addAll(List.of("--label", "com.docker.compose.service=" + service));
    String image = String.valueOf(settings.get("image"));
    if (!images.names().contains(image)) {
      images.pull(image);
    }
    words.add(image);
    Object command = settings.get("command");
    if (command instanceof List<?> list) {
      list.forEach(word -> words.add(word.toString()));
    } else if (command instanceof String line) {
      words.addAll(List.of("/bin/bash", "-c", line.replaceFirst("^/bin/bash -c ", "")));
    }
    return RunOptions.parse(words);
  }

  private static void add(List<String> words, Map<?, ?> settings, String key, String option) {
    if (settings.get(key) instanceof List<?> values) {
      values.forEach(value -> words.addAll(List.of(option, value.toString())));
    }
  }

  private static String name(String service, Map<?, ?> settings) {
    return settings.get("container_name") instanceof String name ? name : service;
  }

  private static Map<String, Map<?, ?>> services(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new DockerError("open " + file + ": no such file or directory", 1);
    }
    Map<String, Map<?, ?>> services = new java.util.TreeMap<>();
    Map<?, ?> top = new Yaml().load(Files.readString(file));
    ((Map<?, ?>) top.get("services"))
        .forEach((name, settings) -> services.put(name.toString(), (Map<?, ?>) settings));
    return services;
  }
}
