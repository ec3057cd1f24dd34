package dev.lockkeeper.starter.report;

import dev.lockkeeper.starter.run.Moment;
import dev.lockkeeper.workflows.model.NodeStatus;
import dev.lockkeeper.workflows.model.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the time in which a cluster ran two versions. */
final class MixedTime {
  private MixedTime() {}

  static @Nullable Mixed of(List<Moment> moments, String target, Instant end) {
    Instant first = null;
    Instant since = null;
    Instant last = null;
    long millis = 0;
    for (Moment moment : moments) {
      boolean mixed = mixed(moment.nodes(), target);
      if (mixed && since == null) {
        since = moment.at();
        first = first == null ? since : first;
      } else if (!mixed && since != null) {
        last = moment.at();
        millis += Duration.between(since, last).toMillis();
        since = null;
      }
    }
    if (first == null) {
      return null;
    }
    if (since != null) {
      return new Mixed(first, null, (millis + Duration.between(since, end).toMillis()) / 1000.0);
    }
    return new Mixed(first, last, millis / 1000.0);
  }

  private static boolean mixed(List<NodeStatus> nodes, String target) {
    long there = nodes.stream().filter(node -> runs(node.version(), target)).count();
    long elsewhere =
        nodes.stream()
            .filter(node -> node.version() != null && !runs(node.version(), target))
            .count();
    return there > 0 && elsewhere > 0;
  }

  /** Vendors add to a version's numbers, and do not always print what they have added. */
  private static boolean runs(@Nullable String version, String target) {
    if (version == null) {
      return false;
    }
    return version.equals(target)
        || (Version.isValid(version)
            && Version.isValid(target)
            && Version.of(version).numbers().equals(Version.of(target).numbers()));
  }
}
