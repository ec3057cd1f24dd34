package dev.lockkeeper.activities.databend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.util.ArrayList;
import java.util.List;

/**
 * A configuration file of Databend; values are named by their path, such as {@code log.file.dir}.
 */
final class TomlFile {
  private static final TomlMapper TOML = new TomlMapper();

  private final String name;
  private final JsonNode root;

  private TomlFile(String name, JsonNode root) {
    this.name = name;
    this.root = root;
  }

  static TomlFile parse(String name, String text) throws Unreadable {
    try {
      return new TomlFile(name, TOML.readTree(text));
    } catch (JsonProcessingException e) {
      // Not the text itself: it may have passwords.
      throw new Unreadable(name + " to be TOML", e.getOriginalMessage() + " in line " + line(e));
    }
  }

  String text(String path, String fallback) throws Unreadable {
    JsonNode value = at(path);
    if (value.isMissingNode()) {
      return fallback;
    }
    if (!value.isTextual()) {
      throw new Unreadable("a text as " + path + " in " + name, value.getNodeType().toString());
    }
    return value.asText();
  }

  long number(String path, long fallback) throws Unreadable {
    JsonNode value = at(path);
    if (value.isMissingNode()) {
      return fallback;
    }
    if (!value.isIntegralNumber()) {
      throw new Unreadable("a number as " + path + " in " + name, value.getNodeType().toString());
    }
    return value.asLong();
  }

  /** A truth value. */
  boolean flag(String path, boolean fallback) throws Unreadable {
    JsonNode value = at(path);
    if (value.isMissingNode()) {
      return fallback;
    }
    if (!value.isBoolean()) {
      throw new Unreadable(
          "true or false as " + path + " in " + name, value.getNodeType().toString());
    }
    return value.asBoolean();
  }

  /** The texts of an array; none if it is not there. */
  List<String> list(String path) throws Unreadable {
    List<String> texts = new ArrayList<>();
    for (JsonNode value : at(path)) {
      if (!value.isTextual()) {
        throw new Unreadable("texts in " + path + " in " + name, value.getNodeType().toString());
      }
      texts.add(value.asText());
    }
    return texts;
  }

  private JsonNode at(String path) {
    return root.at("/" + path.replace('.', '/'));
  }

  private static int line(JsonProcessingException e) {
    return e.getLocation() == null ? 0 : e.getLocation().getLineNr();
  }
}
