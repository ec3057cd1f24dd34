package dev.lockkeeper.lab.kwdb.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * The process of a container on the host. A container has no file tree of its own here, so the
 * paths and ports of its command line become those of the host.
 */
record ContainerCommand(List<String> words) {

  static ContainerCommand of(Map<String, Object> made, Path place, Images images)
      throws IOException {
    JsonNode tree = Json.parse(Json.write(made), JsonNode.class);
    List<String> words = new ArrayList<>();
    for (String word : commandOf(tree)) {
      if (word.startsWith("--store=") || word.startsWith("--certs-dir=")) {
        int equals = word.indexOf('=');
        words.add(word.substring(0, equals + 1) + onHost(tree, place, word.substring(equals + 1)));
      } else if (word.startsWith("--listen-addr=") || word.startsWith("--http-addr=")) {
        words.add(word.substring(0, word.indexOf('=') + 1) + published(tree, word));
      } else if (!word.equals("$KAIWUDB_START_ARG")) {
        words.add(word);
      }
    }
    words.set(0, program(tree, images));
    words.add(0, "setsid");
    return new ContainerCommand(List.copyOf(words));
  }

  /** A command that is run beside the container's own. */
  static List<String> inside(Map<String, Object> made, Images images, List<String> command)
      throws IOException {
    JsonNode tree = Json.parse(Json.write(made), JsonNode.class);
    List<String> words = new ArrayList<>(command);
    if (words.get(0).endsWith("kwbase")) {
      words.set(0, program(tree, images));
    }
    return words;
  }

  private static String program(JsonNode tree, Images images) {
    String image = tree.at("/Config/Image").asText();
    return images.home(image).resolve("bin/kwbase").toString();
  }

  private static List<String> commandOf(JsonNode tree) {
    List<String> command =
        StreamSupport.stream(tree.at("/Config/Cmd").spliterator(), false)
            .map(JsonNode::asText)
            .toList();
    boolean shell = command.size() == 3 && command.get(1).equals("-c");
    return shell ? Arrays.asList(command.get(2).strip().split("\\s+")) : command;
  }

  private static String onHost(JsonNode tree, Path place, String path) {
    for (JsonNode mount : tree.path("Mounts")) {
      String destination = mount.path("Destination").asText();
      if (path.equals(destination) || path.startsWith(destination + "/")) {
        return mount.path("Source").asText() + path.substring(destination.length());
      }
    }
    return place.resolve("files") + path;
  }

  private static String published(JsonNode tree, String word) {
    String inside = word.substring(word.lastIndexOf(':') + 1);
    JsonNode bindings = tree.at("/HostConfig/PortBindings").path(inside + "/tcp");
    if (bindings.isEmpty()) {
      return "127.0.0.1:0";
    }
    String address = bindings.get(0).path("HostIp").asText();
    return (address.isEmpty() ? "0.0.0.0" : address)
        + ":"
        + bindings.get(0).path("HostPort").asText();
  }
}
