package dev.lockkeeper.activities.kwdb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockkeeper.activities.step.StepFailed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads {@code docker inspect} of a container and of its image. */
public final class ContainerInspect {
  private static final String WHAT = "docker inspect";
  private static final ObjectMapper JSON = new ObjectMapper();

  private ContainerInspect() {}

  /**
   * Reads with what a container was made.
   *
   * @param container JSON of {@code docker inspect CONTAINER}
   * @param image JSON of {@code docker image inspect} of the image it was made from: what that sets
   *     itself is not carried over, so that the new image's own settings hold
   * @throws StepFailed INVALID when a text is not the inspection of one thing
   */
  public static ContainerParameters read(String container, String image) throws StepFailed {
    JsonNode made = only(container);
    JsonNode config = object(made, "Config", container);
    JsonNode host = object(made, "HostConfig", container);
    JsonNode shipped = object(only(image), "Config", image);
    HostOptions options = HostOptions.of(host, config, made.path("Id").asText());
    boolean ownEntrypoint = !config.path("Entrypoint").equals(shipped.path("Entrypoint"));
    boolean ownCommand = !config.path("Cmd").equals(shipped.path("Cmd")) || ownEntrypoint;
    return new ContainerParameters(
        made.path("Name").asText().replaceFirst("^/", ""),
        config.path("Image").asText(),
        options.words(),
        mounts(made, host),
        without(texts(config.path("Env")), texts(shipped.path("Env"))),
        ownEntrypoint ? texts(config.path("Entrypoint")) : List.of(),
        ownCommand ? texts(config.path("Cmd")) : List.of(),
        labels(config.path("Labels"), shipped.path("Labels")),
        options.unsupported());
  }

  private static JsonNode only(String json) throws StepFailed {
    try {
      JsonNode all = JSON.readTree(json);
      if (all.isArray() && all.size() == 1) {
        return all.get(0);
      }
      throw Unreadable.answer(WHAT, "it is not about exactly one thing", "");
    } catch (JsonProcessingException e) {
      // Its own message quotes the text, which may hold secrets of the environment.
      throw Unreadable.answer(
          WHAT, "it is no JSON from line " + e.getLocation().getLineNr() + " on", "");
    }
  }

  private static JsonNode object(JsonNode parent, String name, String text) throws StepFailed {
    JsonNode child = parent.path(name);
    if (!child.isObject()) {
      throw Unreadable.answer(WHAT, "there is no " + name + " in " + text.length() + " bytes", "");
    }
    return child;
  }

  static List<String> texts(JsonNode array) {
    return stream(array).map(JsonNode::asText).toList();
  }

  static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static List<String> without(List<String> all, List<String> shipped) {
    Set<String> known = new HashSet<>(shipped);
    return all.stream().filter(line -> !known.contains(line)).toList();
  }

  /** Mounts tells which volume it is; what was asked for tells how. */
  private static List<ContainerMount> mounts(JsonNode made, JsonNode host) {
    List<ContainerMount> mounts = new ArrayList<>();
    for (JsonNode mount : made.path("Mounts")) {
      String type = mount.path("Type").asText();
      String mode = mount.path("Mode").asText();
      String options = mode.isEmpty() && !mount.path("RW").asBoolean(true) ? "ro" : mode;
      mounts.add(
          new ContainerMount(
              type,
              mount.path(type.equals("volume") ? "Name" : "Source").asText(),
              mount.path("Destination").asText(),
              options));
    }
    host.path("Tmpfs")
        .properties()
        .forEach(
            tmpfs ->
                mounts.add(
                    new ContainerMount("tmpfs", "", tmpfs.getKey(), tmpfs.getValue().asText())));
    return mounts;
  }

  private static Map<String, String> labels(JsonNode all, JsonNode shipped) {
    Map<String, String> labels = new TreeMap<>();
    all.properties()
        .forEach(
            label -> {
              if (!label.getValue().equals(shipped.path(label.getKey()))) {
                labels.put(label.getKey(), label.getValue().asText());
              }
            });
    return labels;
  }
}
