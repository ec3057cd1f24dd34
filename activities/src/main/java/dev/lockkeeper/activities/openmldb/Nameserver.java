package dev.lockkeeper.activities.openmldb;

import java.util.Optional;

/**
 * A nameserver that ZooKeeper knows.
 *
 * @param endpoint its address, or its name in a cluster with {@code --use_name}
 * @param realEndpoint its address where {@code endpoint} is a name
 * @param role what it is now
 */
public record Nameserver(String endpoint, Optional<String> realEndpoint, Role role) {
  /** The first in ZooKeeper's queue leads. */
  public enum Role {
    LEADER,
    STANDBY
  }

  /** Where it listens, as {@code host:port}. */
  public String address() {
    return realEndpoint.orElse(endpoint);
  }

  static Nameserver from(PrintedTable.Row row) throws UnreadableAnswer {
    Role role =
        switch (row.text("role")) {
          case "leader" -> Role.LEADER;
          case "standby" -> Role.STANDBY;
          default -> throw row.unknown("role", row.text("role"));
        };
    return new Nameserver(row.text("endpoint"), row.cell("real_endpoint"), role);
  }
}
