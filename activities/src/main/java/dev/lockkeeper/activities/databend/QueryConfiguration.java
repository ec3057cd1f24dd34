package dev.lockkeeper.activities.databend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What matters of databend-query.toml.
 *
 * @param admin where the admin API listens
 * @param http where SQL is asked over HTTP
 * @param flight where the other query nodes reach it
 * @param tenant query.tenant_id
 * @param cluster query.cluster_id; empty if the system chooses it, and then nodes of different
 *     releases do not see each other (since 1.2.684)
 * @param metaEndpoints the databend-meta nodes it asks
 * @param shutdownWait how long running statements get at a stop
 * @param logDirectory where the log files lie; empty if the file names none
 * @param logLevel such as WARN, which hides what a start says
 */
public record QueryConfiguration(
    NodeAddress admin,
    NodeAddress http,
    NodeAddress flight,
    String tenant,
    String cluster,
    List<NodeAddress> metaEndpoints,
    Duration shutdownWait,
    String logDirectory,
    String logLevel) {
  public QueryConfiguration {
    metaEndpoints = List.copyOf(metaEndpoints);
  }

  /** Reads the file; what it does not say is what the program is compiled with (1.2.934). */
  public static QueryConfiguration parse(String text) throws Unreadable {
    TomlFile toml = TomlFile.parse("databend-query.toml", text);
    List<NodeAddress> endpoints = new ArrayList<>();
    for (String endpoint : toml.list("meta.endpoints")) {
      endpoints.add(NodeAddress.of(endpoint));
    }
    return new QueryConfiguration(
        NodeAddress.of(toml.text("query.admin_api_address", "127.0.0.1:8080")),
        new NodeAddress(
            toml.text("query.http_handler_host", "127.0.0.1"),
            (int) toml.number("query.http_handler_port", 8000)),
        NodeAddress.of(toml.text("query.flight_api_address", "127.0.0.1:9090")),
        toml.text("query.tenant_id", "admin"),
        toml.text("query.cluster_id", ""),
        endpoints,
        Duration.ofMillis(toml.number("query.shutdown_wait_timeout_ms", 5_000)),
        toml.text("log.file.dir", ""),
        toml.text("log.file.level", "INFO"));
  }
}
