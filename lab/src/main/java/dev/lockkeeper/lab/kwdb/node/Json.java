package dev.lockkeeper.lab.kwdb.node;

import java.util.Collection;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * JSON as Docker prints it, and the part of its templates that names one field. Written by hand,
 * because a program that lives for one command should not load a library for it.
 */
final class Json {
  private static final Pattern FIELD = Pattern.compile("\\{\\{ *((?:\\.[A-Za-z]+)+) *\\}\\}");

  private Json() {}

  static String write(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> quote(String.valueOf(entry.getKey())) + ": " + write(entry.getValue()))
          .collect(Collectors.joining(",\n", "{\n", "\n}"));
    }
    if (value instanceof Collection<?> list) {
      return list.stream().map(Json::write).collect(Collectors.joining(", ", "[", "]"));
    }
    return value instanceof String text ? quote(text) : String.valueOf(value);
  }

  /** Fills in {@code {{.One.Two}}}. */
  static String template(String format, Map<String, ?> value) {
    return FIELD
        .matcher(format)
        .replaceAll(found -> Matcher.quoteReplacement(field(value, found.group(1))));
  }

  private static String field(Map<String, ?> value, String path) {
    Object at = value;
    for (String name : path.substring(1).split("\\.")) {
      at = at instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return at == null ? "<no value>" : at.toString();
  }

  private static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
