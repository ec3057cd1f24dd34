package dev.lockkeeper.activities.databend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockkeeper.workflows.databend.DataVersion;

/**
 * The first line of what {@code databend-metactl export} writes: it proves that a backup is one.
 */
public final class ExportHeader {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ExportHeader() {}

  /**
   * The form of the data in the backup.
   *
   * @param firstLine the first line of the file
   */
  public static DataVersion parse(String firstLine) throws Unreadable {
    JsonNode line;
    try {
      line = JSON.readTree(firstLine);
    } catch (JsonProcessingException e) {
      throw new Unreadable("the header of a databend-meta backup", firstLine);
    }
    if (line == null || !line.path(0).asText().equals("header")) {
      throw new Unreadable("the header of a databend-meta backup", firstLine);
    }
    String version = line.path(1).path("DataHeader").path("value").path("version").asText("");
    return DataVersion.of(version)
        .orElseThrow(() -> new Unreadable("a known data version in the header", firstLine));
  }
}
