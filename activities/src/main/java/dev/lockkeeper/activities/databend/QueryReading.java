package dev.lockkeeper.activities.databend;

import dev.lockkeeper.workflows.databend.Daemon;
import dev.lockkeeper.workflows.databend.DatabendVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a query node said at one moment.
 *
 * @param version its own, by {@code SELECT version()}; null if it said nothing
 * @param seen the rows of system.clusters that it shows
 * @param failure why it said nothing; empty if it did
 */
record QueryReading(
    Daemon daemon, @Nullable DatabendVersion version, List<Row> seen, String failure) {
  QueryReading {
    seen = List.copyOf(seen);
  }

  /**
   * A row of system.clusters.
   *
   * @param name the node's own id, another after each start
   * @param address host and port of its flight API
   */
  record Row(String name, String address, String version) {}

  boolean answers() {
    return version != null;
  }
}
