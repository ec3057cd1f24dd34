package dev.lockkeeper.workflows.databend;

import dev.lockkeeper.workflows.model.Release;
import dev.lockkeeper.workflows.request.Described;

/**
 * A release to stop at on the way, where no order leads straight to the target.
 *
 * @param release it, with its archive
 * @param upgrade which daemons stop at it
 */
public record Stopover(
    @Described("The release to stop at.") Release release,
    @Described(
            value =
                "Which daemons stop at it: all, or only query or only meta nodes while the others stay as they are.",
            fallback = "\"all\"")
        DatabendScope upgrade) {
  /** Its release as the binaries print it. */
  DatabendVersion version() {
    return DatabendVersion.of(release.version());
  }

  /** Tells it from the request's other stopovers; part of the ids of its questions. */
  String mark() {
    return upgrade == DatabendScope.ALL
        ? release.version()
        : release.version() + "-" + (upgrade == DatabendScope.QUERY ? "query" : "meta");
  }
}
