package dev.lockkeeper.lab.kwdb.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What follows {@code docker run}.
 *
 * @param options option and value, in their order; flags have the value {@code true}
 */
record RunOptions(List<Map.Entry<String, String>> options, String image, List<String> command) {
  private static final Set<String> FLAGS =
      Set.of("-d", "--detach", "--privileged", "-t", "--tty", "-i", "--interactive", "--init");
  private static final Set<String> VALUED =
      Set.of(
          "--name",
          "--ulimit",
          "-p",
          "-v",
          "--ipc",
          "-w",
          "-e",
          "--env-file",
          "--restart",
          "--label",
          "--network",
          "--hostname",
          "--entrypoint",
          "--user",
          "--memory",
          "--cpus",
          "--shm-size");

  static RunOptions parse(List<String> words) {
    List<Map.Entry<String, String>> options = new ArrayList<>();
    int i = 0;
    while (i < words.size() && words.get(i).startsWith("-")) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      String name = equals > 0 ? word.substring(0, equals) : word;
      if (FLAGS.contains(name)) {
        options.add(Map.entry(name, "true"));
      } else if (!VALUED.contains(name)) {
        throw new DockerError("unknown flag: " + name + "\nSee 'docker run --help'.", 125);
      } else {
        options.add(Map.entry(name, equals > 0 ? word.substring(equals + 1) : words.get(++i)));
      }
      i++;
    }
    if (i >= words.size()) {
      throw new DockerError("\"docker run\" requires at least 1 argument.", 125);
    }
    return new RunOptions(options, words.get(i), List.copyOf(words.subList(i + 1, words.size())));
  }

  List<String> all(String name) {
    return options.stream()
        .filter(option -> option.getKey().equals(name))
        .map(Map.Entry::getValue)
        .toList();
  }

  String one(String name, String usual) {
    List<String> values = all(name);
    return values.isEmpty() ? usual : values.get(values.size() - 1);
  }

  boolean has(String name) {
    return !all(name).isEmpty();
  }

  /** The variables of {@code -e} and of the files of {@code --env-file}. */
  List<String> environment() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String file : all("--env-file")) {
      Files.readAllLines(Path.of(file)).stream()
          .filter(line -> !line.isBlank())
          .forEach(lines::add);
    }
    lines.addAll(all("-e"));
    return lines;
  }

  /**
   * The same words, with the variables themselves in the place of the files they were read from.
   */
  List<String> words() throws IOException {
    List<String> words = new ArrayList<>();
    for (Map.Entry<String, String> option : options) {
      if (FLAGS.contains(option.getKey())) {
        words.add(option.getKey());
      } else if (!option.getKey().equals("--env-file") && !option.getKey().equals("-e")) {
        words.addAll(List.of(option.getKey(), option.getValue()));
      }
    }
    environment().forEach(line -> words.addAll(List.of("-e", line)));
    words.add(image);
    words.addAll(command);
    return words;
  }
}
