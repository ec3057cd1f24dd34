package dev.lockkeeper.lab.kwdb.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** JSON as Docker prints it, and the part of its templates that names one field. */
final class Json {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final Pattern FIELD = Pattern.compile("\\{\\{ *((?:\\.[A-Za-z]+)+) *\\}\\}");

  private Json() {}

  static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static <T> T read(Path file, Class<T> kind) throws IOException {
    return MAPPER.readValue(Files.readString(file), kind);
  }

  static <T> T parse(String text, Class<T> kind) throws IOException {
    return MAPPER.readValue(text, kind);
  }

  static String template(String format, Object value) {
    JsonNode tree = MAPPER.valueToTree(value);
    return FIELD
        .matcher(format)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    tree.at(found.group(1).replace('.', '/')).asText("<no value>")));
  }
}
