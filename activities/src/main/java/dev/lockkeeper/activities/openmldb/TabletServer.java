package dev.lockkeeper.activities.openmldb;

import java.util.Optional;

/**
 * A tablet that the leading nameserver knows.
 *
 * @param endpoint what commands call it: its address, or its name in a cluster with {@code
 *     --use_name}
 * @param realEndpoint its address where {@code endpoint} is a name
 * @param state whether the nameserver sees it in ZooKeeper
 * @param age how long in this state, as printed: {@code 900ms}, {@code 7m}, {@code 3h}
 */
public record TabletServer(
    String endpoint, Optional<String> realEndpoint, State state, String age) {
  /** Healthy says only that its ZooKeeper session lives, nothing of its data. */
  public enum State {
    HEALTHY,
    OFFLINE
  }

  /** Where it listens, as {@code host:port}. */
  public String address() {
    return realEndpoint.orElse(endpoint);
  }

  /** The states were called kTabletHealthy and kTabletOffline before 0.3.0. */
  static TabletServer from(PrintedTable.Row row) throws UnreadableAnswer {
    State state =
        switch (row.text("state")) {
          case "kHealthy", "kTabletHealthy" -> State.HEALTHY;
          case "kOffline", "kTabletOffline" -> State.OFFLINE;
          default -> throw row.unknown("state", row.text("state"));
        };
    return new TabletServer(
        row.text("endpoint"), row.cell("real_endpoint"), state, row.text("age"));
  }
}
