package dev.lockkeeper.lab.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;

/**
 * A published JSON Schema as an editor takes it: by a validator that knows nothing of Lockkeeper.
 */
final class EditorSchema {
  private final Schema schema;

  EditorSchema(JsonNode published) {
    this.schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(published);
  }

  /** What an editor would underline, each with its place; formats count. */
  List<String> mistakes(JsonNode request) {
    return schema
        .validate(
            request,
            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
        .stream()
        .map(Error::toString)
        .toList();
  }
}
