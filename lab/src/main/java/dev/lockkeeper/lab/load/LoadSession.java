package dev.lockkeeper.lab.load;

import com.alibaba.fluss.client.Connection;
import com.alibaba.fluss.client.lookup.Lookuper;
import com.alibaba.fluss.client.table.Table;
import com.alibaba.fluss.client.table.scanner.log.LogScanner;
import com.alibaba.fluss.client.table.writer.AppendWriter;
import com.alibaba.fluss.client.table.writer.UpsertWriter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * One connection of the load with its writing and reading threads. All its threads are daemons: a
 * client that hangs is left behind.
 */
final class LoadSession {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final int LOOKUP_SECONDS = 5;

  private final String bootstrapServers;
  private final LoadCounters counters;
  private final long pauseNanos;
  private volatile boolean sending = true;
  private volatile boolean ended;

  LoadSession(String bootstrapServers, int rowsPerSecond, LoadCounters counters) {
    this.bootstrapServers = bootstrapServers;
    this.counters = counters;
    this.pauseNanos = TimeUnit.SECONDS.toNanos(1) / rowsPerSecond;
  }

  void start() {
    thread("load-writer", this::write).start();
  }

  /** Sends no more; what is on its way may still arrive. */
  void stopSending() {
    sending = false;
  }

  /** Stops everything and gives the connection up. */
  void end() {
    ended = true;
  }

  private void write() throws Exception {
    Connection connection = LoadTables.connect(bootstrapServers);
    thread("load-closer", () -> closeAfterEnd(connection)).start();
    LoadTables.create(connection);
    Table log = connection.getTable(LoadTables.LOG);
    Table keyed = connection.getTable(LoadTables.KEYED);
    AppendWriter appender = log.newAppend().createWriter();
    UpsertWriter upserter = keyed.newUpsert().createWriter();
    thread("load-reader", () -> read(log, keyed)).start();
    long next = System.nanoTime();
    while (sending && !ended) {
      long id = counters.nextId().getAndIncrement();
      counters.log().sending(id);
      watch(appender.append(LoadTables.row(id)), counters.log(), id);
      counters.keyed().sending(id);
      watch(upserter.upsert(LoadTables.row(id)), counters.keyed(), id);
      next = Math.max(next + pauseNanos, System.nanoTime() - TimeUnit.SECONDS.toNanos(1));
      LockSupport.parkNanos(next - System.nanoTime());
    }
  }

  private void read(Table log, Table keyed) throws Exception {
    LogScanner scanner = log.newScan().createLogScanner();
    for (int bucket = 0; bucket < LoadTables.BUCKETS; bucket++) {
      scanner.subscribeFromBeginning(bucket);
    }
    Lookuper lookuper = keyed.newLookup().createLookuper();
    while (!ended) {
      scanner.poll(POLL).forEach(row -> counters.scanned().incrementAndGet());
      long id = counters.keyed().recentlyAcknowledged();
      if (id >= 0) {
        var found = lookuper.lookup(LoadTables.key(id)).get(LOOKUP_SECONDS, TimeUnit.SECONDS);
        (found.getSingletonRow() == null ? counters.readFailures() : counters.lookedUp())
            .incrementAndGet();
      }
    }
    scanner.close();
  }

  private void watch(CompletableFuture<?> future, SentRows rows, long id) {
    future.whenComplete(
        (result, failure) -> {
          if (failure == null) {
            rows.acknowledged(id);
          } else {
            rows.refused(id);
          }
        });
  }

  private void closeAfterEnd(Connection connection) throws Exception {
    while (!ended) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    connection.close();
  }

  private Thread thread(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (Exception e) {
                if (!ended) {
                  AtomicLong count =
                      name.equals("load-reader")
                          ? counters.readFailures()
                          : counters.writeFailures();
                  count.incrementAndGet();
                  System.err.println(name + ": " + e);
                  ended = true;
                }
              }
            },
            name);
    thread.setDaemon(true);
    return thread;
  }

  boolean hasEnded() {
    return ended;
  }

  private interface Work {
    void run() throws Exception;
  }
}
