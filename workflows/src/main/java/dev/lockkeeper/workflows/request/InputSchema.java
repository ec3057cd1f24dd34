package dev.lockkeeper.workflows.request;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;

/** Publishes what {@link InputReader} accepts as a JSON Schema (draft 2020-12), and as a sample. */
public final class InputSchema {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private InputSchema() {}

  /** The schema of one record type. */
  public static ObjectNode of(Class<? extends Record> type) {
    ObjectNode schema = JSON.objectNode().put("type", "object").put("additionalProperties", false);
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = JSON.arrayNode();
    for (InputField field : InputField.of(type)) {
      ObjectNode property = ofType(field.type(), field.described());
      property.put("description", field.described().value());
      field.fallback().ifPresent(fallback -> property.set("default", fallback));
      field.example().ifPresent(example -> property.putArray("examples").add(example));
      properties.set(field.name(), property);
      if (field.required()) {
        required.add(field.name());
      }
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    return schema;
  }

  /**
   * A sample: every field that has an example or a fallback, and required sections. Lists of
   * sections are left to the caller.
   */
  public static ObjectNode sample(Class<? extends Record> type) {
    ObjectNode sample = JSON.objectNode();
    for (InputField field : InputField.of(type)) {
      if (field.example().isPresent()) {
        sample.set(field.name(), field.example().get());
      } else if (field.required() && field.type() instanceof Class<?> plain && plain.isRecord()) {
        sample.set(field.name(), sample(plain.asSubclass(Record.class)));
      }
    }
    return sample;
  }

  private static ObjectNode ofType(Type type, Described described) {
    ObjectNode schema = JSON.objectNode();
    if (type instanceof ParameterizedType generic) {
      Type element = InputField.lastTypeArgument(generic);
      if (generic.getRawType() == java.util.List.class) {
        schema.put("type", "array").set("items", ofType(element, described));
      } else {
        schema
            .put("type", "object")
            .putObject("additionalProperties")
            .putArray("type")
            .add("string")
            .add("number")
            .add("boolean");
        if (!described.pattern().isEmpty()) {
          schema.putObject("propertyNames").put("pattern", anchored(described));
        }
      }
      return schema;
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isRecord()) {
      return of(plain.asSubclass(Record.class));
    }
    if (plain.isEnum()) {
      ArrayNode words = schema.putArray("enum");
      Words.all(plain).forEach(words::add);
      return schema;
    }
    if (plain == int.class || plain == Integer.class) {
      return schema.put("type", "integer");
    }
    if (plain == boolean.class) {
      return schema.put("type", "boolean");
    }
    schema.put("type", "string");
    if (plain == Duration.class) {
      schema.put("format", "duration");
    } else if (!described.pattern().isEmpty()) {
      schema.put("pattern", anchored(described));
    }
    return schema;
  }

  private static String anchored(Described described) {
    return "^(?:" + described.pattern() + ")$";
  }
}
