package dev.lockkeeper.starter.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lockkeeper.workflows.model.Json;
import org.jspecify.annotations.Nullable;

/**
 * The one text that a value has as JSON: fields by name, no blanks, and nothing in it that could
 * end or begin an element of an HTML page.
 */
final class CanonicalJson {
  private static final ObjectMapper JSON = mapper();

  private CanonicalJson() {}

  static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON: " + value.getClass(), e);
    }
  }

  static <T> T read(String text, Class<T> type) throws JsonProcessingException {
    return JSON.readValue(text, type);
  }

  private static ObjectMapper mapper() {
    ObjectMapper mapper =
        ((JsonMapper) Json.mapper())
            .rebuild()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();
    mapper.getFactory().setCharacterEscapes(new HarmlessInPages());
    return mapper;
  }

  private static final class HarmlessInPages extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private static final String SPECIAL = "<>&";

    @Override
    public int[] getEscapeCodesForAscii() {
      int[] codes = standardAsciiEscapesForJSON();
      SPECIAL.chars().forEach(character -> codes[character] = ESCAPE_STANDARD);
      return codes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
      // Lines of a report end only where the report ends them, whoever counts them.
      return character == 0x2028 || character == 0x2029 || character == 0x85
          ? new SerializedString(String.format("\\u%04x", character))
          : null;
    }
  }
}
