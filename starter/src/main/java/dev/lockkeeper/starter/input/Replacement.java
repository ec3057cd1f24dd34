package dev.lockkeeper.starter.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value that the command line puts in the place of the file's.
 *
 * @param option as the operator typed it, for messages
 * @param path such as {@code gates.policy} or {@code nodes[0].host}
 * @param value as it would stand in a YAML file
 */
public record Replacement(String option, String path, JsonNode value) {
  private static final Pattern SEGMENT = Pattern.compile("([^.\\[\\]]+)((?:\\[[0-9]{1,4}])?)");

  /**
   * Puts the value in its place and makes objects on the way.
   *
   * @return what is wrong with the path, if something is
   */
  Optional<String> apply(ObjectNode request, Map<String, Place> places) {
    String[] segments = path.split("\\.");
    JsonNode at = request;
    for (int i = 0; i < segments.length; i++) {
      boolean last = i == segments.length - 1;
      Matcher segment = SEGMENT.matcher(segments[i]);
      if (!segment.matches() || !(at instanceof ObjectNode object)) {
        return Optional.of("\"" + path + "\" is not a path such as gates.policy or nodes[0].host");
      }
      String name = segment.group(1);
      if (segment.group(2).isEmpty()) {
        at = last ? object.set(name, value) : child(object, name);
        continue;
      }
      int index = Integer.parseInt(segment.group(2).replaceAll("[\\[\\]]", ""));
      if (!(object.get(name) instanceof ArrayNode list) || index >= list.size()) {
        return Optional.of("the request has no " + name + segment.group(2));
      }
      at = last ? list.set(index, value) : list.get(index);
    }
    places.keySet().removeIf(known -> known.startsWith(path + ".") || known.startsWith(path + "["));
    places.put(path, Place.option(option));
    return Optional.empty();
  }

  private static JsonNode child(ObjectNode object, String name) {
    JsonNode present = object.get(name);
    return present == null || present.isNull() ? object.putObject(name) : present;
  }
}
