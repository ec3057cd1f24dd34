package dev.lockkeeper.lab.kwdb.node;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The process of a container on the host. A container has no file tree of its own here, so the
 * paths and ports of its command line become those of the host.
 */
record ContainerCommand(List<String> words) {

  static ContainerCommand of(RunOptions run, Path place, Images images) {
    List<String> words = new ArrayList<>(List.of("setsid", program(run, images)));
    List<String> command = command(run);
    for (String word : command.subList(1, command.size())) {
      int equals = word.indexOf('=');
      if (word.startsWith("--store=") || word.startsWith("--certs-dir=")) {
        words.add(word.substring(0, equals + 1) + onHost(run, place, word.substring(equals + 1)));
      } else if (word.startsWith("--listen-addr=") || word.startsWith("--http-addr=")) {
        words.add(word.substring(0, equals + 1) + published(run, word));
      } else if (!word.equals("$KAIWUDB_START_ARG")) {
        words.add(word);
      }
    }
    return new ContainerCommand(List.copyOf(words));
  }

  /** A command that is run beside the container's own. */
  static List<String> inside(RunOptions run, Images images, List<String> command) {
    List<String> words = new ArrayList<>(command);
    if (words.get(0).endsWith("kwbase")) {
      words.set(0, program(run, images));
    }
    return words;
  }

  private static String program(RunOptions run, Images images) {
    return images.home(run.image()).resolve("bin/kwbase").toString();
  }

  private static List<String> command(RunOptions run) {
    List<String> command = run.command();
    boolean shell = command.size() == 3 && command.get(1).equals("-c");
    return shell ? Arrays.asList(command.get(2).strip().split("\\s+")) : command;
  }

  private static String onHost(RunOptions run, Path place, String path) {
    for (String volume : run.all("-v")) {
      String[] parts = volume.split(":");
      if (path.equals(parts[1]) || path.startsWith(parts[1] + "/")) {
        return parts[0] + path.substring(parts[1].length());
      }
    }
    return place.resolve("files") + path;
  }

  private static String published(RunOptions run, String word) {
    String inside = word.substring(word.lastIndexOf(':') + 1);
    for (String port : run.all("-p")) {
      String[] parts = port.split(":");
      if (parts[parts.length - 1].equals(inside)) {
        return (parts.length == 3 ? parts[0] : "0.0.0.0") + ":" + parts[parts.length - 2];
      }
    }
    return "127.0.0.1:0";
  }
}
