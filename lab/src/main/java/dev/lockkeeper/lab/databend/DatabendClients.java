package dev.lockkeeper.lab.databend;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Applications that use all query nodes: each inserts a row, prefers one node, and asks the next
 * one when that is away, as the vendor's drivers do with a list of hosts.
 */
public final class DatabendClients implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(150);

  private final DatabendCluster cluster;
  private final List<DatabendNode> queries;
  private final List<Thread> threads = new ArrayList<>();
  private final List<Queue<String>> acknowledged = new ArrayList<>();
  private final AtomicLong statements = new AtomicLong();
  private final AtomicLong elsewhere = new AtomicLong();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private volatile boolean ended;

  private DatabendClients(DatabendCluster cluster) {
    this.cluster = cluster;
    this.queries = cluster.nodes(DatabendNode.Role.QUERY);
  }

  /**
   * What the applications counted.
   *
   * @param statements that succeeded
   * @param elsewhere how often a node was away and the next one was asked
   * @param failures statements that a node took and that failed, or that no node took
   * @param rows that were acknowledged
   * @param lost of those, the ones that could not be read back
   */
  public record Report(
      long statements, long elsewhere, List<String> failures, long rows, long lost) {}

  /** Creates a table for each application and lets them begin. */
  public static DatabendClients start(DatabendCluster cluster) throws IOException {
    DatabendClients clients = new DatabendClients(cluster);
    for (int i = 0; i < clients.queries.size(); i++) {
      cluster
          .http()
          .sql(clients.queries.get(i), "CREATE OR REPLACE TABLE " + table(i) + " (id VARCHAR)");
      clients.acknowledged.add(new ConcurrentLinkedQueue<>());
      int number = i;
      Thread thread = new Thread(() -> clients.work(number), "application-" + i);
      thread.setDaemon(true);
      clients.threads.add(thread);
    }
    clients.threads.forEach(Thread::start);
    return clients;
  }

  /** Ends the applications and reads everything back. */
  public Report stop() throws IOException {
    close();
    long rows = 0;
    long lost = 0;
    for (int i = 0; i < queries.size(); i++) {
      Set<String> found = new HashSet<>();
      for (JsonNode row : cluster.http().sql(queries.get(i), "SELECT * FROM " + table(i))) {
        found.add(row.get(0).asText());
      }
      rows += acknowledged.get(i).size();
      lost += acknowledged.get(i).stream().filter(id -> !found.contains(id)).count();
    }
    return new Report(statements.get(), elsewhere.get(), List.copyOf(failures), rows, lost);
  }

  private void work(int number) {
    for (int id = 0; !ended; id++) {
      if (execute(number, "INSERT INTO " + table(number) + " VALUES ('row-" + id + "')")) {
        acknowledged.get(number).add("row-" + id);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private boolean execute(int preferred, String statement) {
    String last = "";
    for (int i = 0; i < queries.size(); i++) {
      DatabendNode node = queries.get((preferred + i) % queries.size());
      try {
        cluster.http().sql(node, statement);
        statements.incrementAndGet();
        return true;
      } catch (DatabendHttp.StatementFailed e) {
        failures.add(node.name() + ": " + statement + ": " + e.getMessage());
        return false;
      } catch (IOException away) {
        last = node.name() + ": " + away.getMessage();
        elsewhere.incrementAndGet();
      }
    }
    failures.add("no node took " + statement + "; the last: " + last);
    return false;
  }

  private static String table(int number) {
    return "application_" + number;
  }

  @Override
  public void close() {
    ended = true;
    for (Thread thread : threads) {
      try {
        thread.join(30_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
