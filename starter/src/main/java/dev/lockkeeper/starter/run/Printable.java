package dev.lockkeeper.starter.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lockkeeper.starter.CommandProblem;
import dev.lockkeeper.starter.ExitCode;
import dev.lockkeeper.workflows.model.Json;
import java.util.regex.Pattern;

/**
 * Takes control characters out of texts. They come from commands on nodes and could otherwise
 * rewrite what the operator's terminal shows.
 */
public final class Printable {
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;?]*[ -/]*[@-~]");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");

  private static final ObjectMapper JSON = Json.mapper();

  private Printable() {}

  /** Reads a value that a worker gave. */
  public static <T> T read(JsonNode value, Class<T> type) {
    try {
      return JSON.treeToValue(of(value), type);
    } catch (JsonProcessingException e) {
      throw new CommandProblem(
          ExitCode.UNEXPECTED,
          "The run gave a "
              + type.getSimpleName()
              + " that this release cannot read: "
              + e.getOriginalMessage(),
          e);
    }
  }

  private static JsonNode of(JsonNode value) {
    if (value instanceof ObjectNode object) {
      object.properties().forEach(field -> field.setValue(of(field.getValue())));
    } else if (value instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        list.set(i, of(list.get(i)));
      }
    } else if (value.isTextual()) {
      return TextNode.valueOf(clean(value.textValue()));
    }
    return value;
  }

  public static String clean(String text) {
    return CONTROL.matcher(COLOUR.matcher(text).replaceAll("")).replaceAll("\uFFFD");
  }
}
