package dev.lockkeeper.workflows.discovery;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request for the cluster's upgrade has to hold.
 *
 * @param nodes all servers, in the order of their upgrade within a role
 * @param section the product's own section, with those fields that have to be said
 * @param sha256 of the release archive; absent if none was named
 * @param open fields of the section that may be filled in, and why
 * @param notes what a person should check, one sentence each
 */
public record Discovered(
    List<FoundNode> nodes,
    Map<String, String> section,
    @Nullable String sha256,
    Map<String, String> open,
    List<String> notes) {
  /** The same with the checksum of the release. */
  public Discovered with(@Nullable String archiveSum) {
    return new Discovered(nodes, section, archiveSum, open, notes);
  }
}
