package dev.lockkeeper.activities.fence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockkeeper.workflows.model.FenceClaim;
import dev.lockkeeper.workflows.model.Json;
import java.util.Optional;
import java.util.stream.Stream;

/** What a fence file says: the claim as one line of JSON, for people and for us. */
final class FenceFile {
  private static final ObjectMapper JSON = Json.mapper();

  private FenceFile() {}

  static String write(FenceClaim claim) {
    try {
      return JSON.writeValueAsString(claim);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A claim that cannot be written: " + claim, e);
    }
  }

  /** Empty when it does not say who holds the cluster. */
  static Optional<FenceClaim> read(String text) {
    try {
      return Optional.ofNullable(JSON.readValue(text, FenceClaim.class)).filter(FenceFile::whole);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static boolean whole(FenceClaim claim) {
    return Stream.of(
            claim.cluster(), claim.workflow(), claim.run(), claim.namespace(), claim.since())
        .noneMatch(part -> part == null || part.toString().isBlank());
  }
}
