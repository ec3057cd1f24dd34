package dev.lockkeeper.starter.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.regex.Pattern;

/**
 * Takes control characters out of texts. They come from commands on nodes and could otherwise
 * rewrite what the operator's terminal shows.
 */
final class Printable {
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;?]*[ -/]*[@-~]");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");

  private Printable() {}

  static JsonNode of(JsonNode value) {
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

  private static String clean(String text) {
    return CONTROL.matcher(COLOUR.matcher(text).replaceAll("")).replaceAll("\uFFFD");
  }
}
