package dev.lockkeeper.workflows.request;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One field of an input record, with what its {@link Described} annotation says. */
record InputField(RecordComponent component, Described described) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The fields of a record; one that is unwrapped has none of its own but those of its record. */
  static List<InputField> of(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .flatMap(
            component ->
                isUnwrapped(component)
                    ? of(component.getType()).stream()
                    : Stream.of(of(component)))
        .toList();
  }

  static boolean isUnwrapped(RecordComponent component) {
    return component.getAccessor().isAnnotationPresent(JsonUnwrapped.class);
  }

  private static InputField of(RecordComponent component) {
    Described described = component.getAnnotation(Described.class);
    if (described == null) {
      throw new IllegalStateException(
          component + " of " + component.getDeclaringRecord() + " lacks @Described");
    }
    return new InputField(component, described);
  }

  String name() {
    return component.getName();
  }

  Type type() {
    return component.getGenericType();
  }

  boolean required() {
    return described.fallback().isEmpty()
        && !component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  Optional<JsonNode> fallback() {
    return parsed(described.fallback());
  }

  Optional<JsonNode> example() {
    return parsed(described.example()).or(this::fallback);
  }

  /** The element type of a list or the value type of a map. */
  static Type lastTypeArgument(ParameterizedType type) {
    Type[] arguments = type.getActualTypeArguments();
    return arguments[arguments.length - 1];
  }

  private Optional<JsonNode> parsed(String json) {
    if (json.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          component + " is described with text that is not JSON: " + json, e);
    }
  }
}
