package dev.lockkeeper.lab.databend.daemon;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a query node is doing now. */
final class QueryLoad {
  private final long startedAt = Instant.now().getEpochSecond();
  private final Map<String, Running> running = new LinkedHashMap<>();
  private @Nullable Long lastStarted;
  private @Nullable Long lastFinished;

  private record Running(String user, String sql, long since) {}

  synchronized void begin(String id, String user, String sql) {
    long now = Instant.now().getEpochSecond();
    lastStarted = now;
    running.put(id, new Running(user, sql, now));
  }

  synchronized void end(String id) {
    running.remove(id);
    lastFinished = Instant.now().getEpochSecond();
  }

  /** The rows of system.processes: id, user, what it does, its text, for how many seconds. */
  synchronized List<List<String>> processes(String node) {
    List<List<String>> rows = new ArrayList<>();
    long now = Instant.now().getEpochSecond();
    running.forEach(
        (id, query) ->
            rows.add(
                List.of(
                    node,
                    id,
                    query.user(),
                    "Query",
                    query.sql(),
                    Long.toString(now - query.since()))));
    return rows;
  }

  /** The answer of {@code /v1/status}. */
  synchronized String json() {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("inflight_queries_count", running.size());
    all.put("running_queries_count", running.size());
    all.put("queuing_queries_count", 0);
    all.put("active_sessions_count", running.size());
    long now = Instant.now().getEpochSecond();
    all.put(
        "max_running_query_executed_secs",
        running.values().stream().mapToLong(query -> now - query.since()).max().orElse(0));
    all.put("last_query_started_at", lastStarted);
    all.put("last_query_finished_at", lastFinished);
    all.put("instance_started_at", startedAt);
    all.put("instance_timestamp", now);
    return Json.of(all);
  }
}
