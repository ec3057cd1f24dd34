package dev.lockkeeper.workflows.request;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import java.io.IOException;

/** Lets Temporal hand an input to a workflow only after it was checked as a whole. */
public abstract class CheckedReader<T extends Record> extends JsonDeserializer<T> {
  private final Class<T> type;

  protected CheckedReader(Class<T> type) {
    this.type = type;
  }

  /**
   * Reads with {@link InputReader}.
   *
   * @throws InvalidInputException with all mistakes
   */
  @Override
  public final T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    return InputReader.read(parser.readValueAsTree(), type);
  }
}
