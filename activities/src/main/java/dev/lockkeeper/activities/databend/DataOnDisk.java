package dev.lockkeeper.activities.databend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockkeeper.workflows.databend.DataVersion;

/**
 * The file {@code df_meta/VERSION} in raft_dir. Releases before 1.2.655 have none: their data names
 * its form where only the daemon can read it.
 *
 * @param version the form of the data
 * @param converting whether a conversion was begun and has not ended
 */
public record DataOnDisk(DataVersion version, boolean converting) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reads the file. */
  public static DataOnDisk parse(String text) throws Unreadable {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new Unreadable("df_meta/VERSION to be JSON", text);
    }
    String version = root == null ? "" : root.path("version").asText("");
    return new DataOnDisk(
        DataVersion.of(version)
            .orElseThrow(() -> new Unreadable("a known data version in df_meta/VERSION", text)),
        root.hasNonNull("upgrading") || root.path("cleaning").asBoolean(false));
  }
}
