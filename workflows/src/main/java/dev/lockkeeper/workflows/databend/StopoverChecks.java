package dev.lockkeeper.workflows.databend;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.workflows.request.InputReader;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Finds what no single field shows in the releases that a request stops at. */
final class StopoverChecks {
  private final JsonNode request;
  private final InputReader reader;

  StopoverChecks(JsonNode request, InputReader reader) {
    this.request = request;
    this.reader = reader;
  }

  void run() {
    JsonNode through = request.path(DatabendRequest.PRODUCT).path("through");
    Optional<DatabendVersion> target = version(request.path("release"));
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < through.size(); i++) {
      JsonNode release = through.get(i).path("release");
      String path = DatabendRequest.PRODUCT + ".through[" + i + "]";
      DatabendRequest.checkVersion(release, path + ".release", reader);
      if (release.isObject() && release.hasNonNull("archive") == release.hasNonNull("onNodes")) {
        reader.report(
            path + ".release",
            "give either archive (a path on the worker) or onNodes (a path on every node)");
      }
      Optional<DatabendVersion> stop = version(release);
      if (stop.isPresent() && target.isPresent() && target.get().builtBefore(stop.get())) {
        reader.report(
            path + ".release.version",
            "%s is newer than the target %s".formatted(stop.get(), target.get()));
      }
      if (!seen.add(stop + " " + through.get(i).path("upgrade").asText("all"))) {
        reader.report(path, "the same release for the same daemons comes twice");
      }
    }
  }

  /** Empty for what is reported as a mistake elsewhere. */
  private static Optional<DatabendVersion> version(JsonNode release) {
    try {
      return Optional.of(DatabendVersion.of(release.path("version").asText()));
    } catch (IllegalArgumentException notARelease) {
      return Optional.empty();
    }
  }
}
