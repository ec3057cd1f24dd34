package dev.lockkeeper.workflows.request;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Builds a record from JSON and collects every mistake on the way: fields that mean nothing, fields
 * that are missing, values of the wrong type or form. The record's own components say what is
 * allowed (see {@link Described}).
 */
public final class InputReader {
  /** Far longer than anything waits, and short enough that a point in time can be computed. */
  private static final Duration LONGEST = Duration.ofDays(366);

  private final List<Mistake> mistakes = new ArrayList<>();

  /** All mistakes found so far, in the order of the fields. */
  public List<Mistake> mistakes() {
    return List.copyOf(mistakes);
  }

  /** Adds a mistake that only the caller can see, such as two fields that contradict each other. */
  public void report(String path, String message) {
    mistakes.add(new Mistake(path, message));
  }

  /** Throws when there was any mistake. */
  public void finish() throws InvalidInputException {
    if (!mistakes.isEmpty()) {
      throw new InvalidInputException(mistakes);
    }
  }

  /**
   * Reads a whole message.
   *
   * @param node the JSON value; {@code null} when the sender gave none
   * @throws InvalidInputException with all mistakes
   */
  public static <T extends Record> T read(@Nullable JsonNode node, Class<T> type)
      throws InvalidInputException {
    InputReader reader = new InputReader();
    T value = reader.object(node, type, "", Set.of());
    reader.finish();
    if (value == null) {
      throw new IllegalStateException("a value without mistakes is null: " + type);
    }
    return value;
  }

  /**
   * Reads one object.
   *
   * @param path where the object lies in the input; empty for the top
   * @param alsoKnown names of fields that are read elsewhere and so are no mistake here
   * @return the record, or {@code null} when a mistake kept it from being built
   */
  public <T extends Record> @Nullable T object(
      @Nullable JsonNode node, Class<T> type, String path, Set<String> alsoKnown) {
    if (node == null || !node.isObject()) {
      report(
          path, "must be one JSON object with the fields " + names(type) + ", not " + kind(node));
      return null;
    }
    int before = mistakes.size();
    List<InputField> fields = InputField.of(type);
    Set<String> known = new TreeSet<>(alsoKnown);
    fields.forEach(field -> known.add(field.name()));
    node.fieldNames().forEachRemaining(name -> checkKnown(name, known, path));
    List<@Nullable Object> values = new ArrayList<>();
    for (InputField field : fields) {
      values.add(fieldValue(node, field, path));
    }
    return mistakes.size() == before ? build(type, values.iterator()) : null;
  }

  private void checkKnown(String name, Set<String> known, String path) {
    if (!known.contains(name)) {
      String guess =
          Spelling.closest(name, known).map(word -> "; did you mean " + word + "?").orElse(".");
      report(
          join(path, name),
          "this field means nothing" + guess + " Known here: " + String.join(", ", known));
    }
  }

  private @Nullable Object fieldValue(JsonNode object, InputField field, String path) {
    String place = join(path, field.name());
    JsonNode node = object.get(field.name());
    if (node == null || node.isNull()) {
      if (field.required()) {
        report(place, "is missing: " + field.described().value());
      }
      return field
          .fallback()
          .map(fallback -> value(fallback, field.type(), field.described(), place))
          .orElse(null);
    }
    return value(node, field.type(), field.described(), place);
  }

  private @Nullable Object value(JsonNode node, Type type, Described described, String path) {
    if (type instanceof ParameterizedType generic) {
      Type element = InputField.lastTypeArgument(generic);
      return generic.getRawType() == List.class
          ? list(node, element, described, path)
          : map(node, element, described, path);
    }
    Class<?> plain = (Class<?>) type;
    if (plain == String.class) {
      return text(node, described, path);
    }
    if (plain == int.class || plain == Integer.class) {
      return number(node, path);
    }
    if (plain == boolean.class) {
      return truth(node, path);
    }
    if (plain == Duration.class) {
      return duration(node, path);
    }
    if (plain.isEnum()) {
      return constant(node, plain, path);
    }
    if (plain.isRecord()) {
      return object(node, plain.asSubclass(Record.class), path, Set.of());
    }
    throw new IllegalStateException("no reader for " + type + " at " + path);
  }

  private @Nullable Object text(JsonNode node, Described described, String path) {
    // A number or truth value without quotes is what people type in YAML for a text such as 0.9 or
    // on.
    if (!node.isTextual()) {
      report(
          path,
          "must be text, not "
              + kind(node)
              + (node.isNumber() || node.isBoolean() ? "; put it in quotes" : ""));
      return null;
    }
    if (!described.pattern().isEmpty() && !node.textValue().matches(described.pattern())) {
      report(path, "\"" + node.textValue() + "\" is not " + described.expected());
      return null;
    }
    return oneLine(node.textValue(), path);
  }

  /** Texts end up in files, tables and logs where a line break would begin something else. */
  private @Nullable String oneLine(String text, String path) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      report(path, "must be one line without control characters");
      return null;
    }
    return text;
  }

  private @Nullable Object number(JsonNode node, String path) {
    if (!node.canConvertToInt() || !node.isIntegralNumber()) {
      report(path, "must be a whole number, not " + kind(node));
      return null;
    }
    return node.intValue();
  }

  private @Nullable Object truth(JsonNode node, String path) {
    if (!node.isBoolean()) {
      report(path, "must be true or false, not " + kind(node));
      return null;
    }
    return node.booleanValue();
  }

  private @Nullable Object duration(JsonNode node, String path) {
    try {
      Duration duration = Duration.parse(node.asText());
      if (duration.compareTo(LONGEST) > 0) {
        report(path, "\"" + node.asText() + "\" is longer than a year");
        return null;
      }
      if (!duration.isNegative() && !duration.isZero()) {
        return duration;
      }
    } catch (DateTimeParseException notIso) {
      // Reported below with what to write instead.
    }
    report(
        path,
        "\""
            + node.asText()
            + "\" is not a duration; write it as ISO 8601, such as PT30S, PT10M or P2D");
    return null;
  }

  private @Nullable Object constant(JsonNode node, Class<?> type, String path) {
    List<String> words = Words.all(type);
    int index = words.indexOf(node.asText());
    if (index < 0) {
      String guess =
          Spelling.closest(node.asText(), words)
              .map(word -> "; did you mean " + word + "?")
              .orElse("");
      report(path, "\"" + node.asText() + "\" is not one of " + String.join(", ", words) + guess);
      return null;
    }
    return type.getEnumConstants()[index];
  }

  private @Nullable Object list(JsonNode node, Type element, Described described, String path) {
    if (!node.isArray()) {
      report(path, "must be a list, not " + kind(node));
      return null;
    }
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      Object value = value(node.get(i), element, described, path + "[" + i + "]");
      if (value != null) {
        values.add(value);
      }
    }
    return List.copyOf(values);
  }

  private @Nullable Object map(JsonNode node, Type element, Described described, String path) {
    if (!node.isObject()) {
      report(path, "must be an object of names and values, not " + kind(node));
      return null;
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!described.pattern().isEmpty() && !entry.getKey().matches(described.pattern())) {
        report(join(path, entry.getKey()), "the name is not " + described.expected());
      }
      JsonNode content = entry.getValue();
      if (element == String.class && content.isValueNode() && !content.isNull()) {
        String text = oneLine(content.asText(), join(path, entry.getKey()));
        if (text != null) {
          values.put(entry.getKey(), text);
        }
      } else {
        report(join(path, entry.getKey()), "must be one value, not " + kind(content));
      }
    }
    return values;
  }

  /**
   * @param values of all fields, in their order; those of an unwrapped record stand among them
   */
  private static <T extends Record> T build(Class<T> type, Iterator<@Nullable Object> values) {
    List<Class<?>> types = new ArrayList<>();
    List<@Nullable Object> arguments = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      types.add(component.getType());
      arguments.add(
          InputField.isUnwrapped(component)
              ? build(component.getType().asSubclass(Record.class), values)
              : values.next());
    }
    try {
      Constructor<T> constructor = type.getDeclaredConstructor(types.toArray(Class<?>[]::new));
      return constructor.newInstance(arguments.toArray());
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(
          "a checked value was refused by " + type + ": " + e.getCause(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String names(Class<?> type) {
    return String.join(", ", InputField.of(type).stream().map(InputField::name).toList());
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static String kind(@Nullable JsonNode node) {
    if (node == null || node.isNull() || node.isMissingNode()) {
      return "nothing";
    }
    return switch (node.getNodeType()) {
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      case STRING -> "the text \"" + node.textValue() + "\"";
      case BOOLEAN, NUMBER -> node.asText();
      default -> node.getNodeType().toString();
    };
  }
}
