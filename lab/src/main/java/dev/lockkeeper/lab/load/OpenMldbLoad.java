package dev.lockkeeper.lab.load;

import dev.lockkeeper.lab.openmldb.OpenMldbData;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An application of the look-alike OpenMLDB: one thread writes to the leaders of all partitions in
 * turn, one reads from replicas that are listed as alive. Nothing is tried again; failures count.
 */
public final class OpenMldbLoad implements AutoCloseable {
  private static final long SETTLED_MILLIS = 1_000;
  private static final int NAMED = 10;

  private final OpenMldbData data;
  private final String database;
  private final long pauseMillis;
  private final List<Row> acknowledged = new CopyOnWriteArrayList<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final AtomicLong reads = new AtomicLong();
  private final AtomicLong failedReads = new AtomicLong();
  private final AtomicLong staleReads = new AtomicLong();
  private final AtomicLong failedWrites = new AtomicLong();
  private final AtomicBoolean writing = new AtomicBoolean(true);
  private final AtomicBoolean inWrite = new AtomicBoolean();
  private volatile boolean ended;
  private final Thread writer = new Thread(this::write, "openmldb-writer");
  private final Thread reader = new Thread(this::read, "openmldb-reader");

  private record Row(int tid, int pid, String key, String value, long at) {}

  /**
   * What it counted.
   *
   * @param acknowledged rows whose write succeeded
   * @param failedWrites writes that were refused or not answered
   * @param lost acknowledged rows that are not there in the end
   * @param reads reads that were tried
   * @param failedReads reads that were refused or not answered
   * @param staleReads reads that missed a row that was acknowledged more than a second before
   * @param failures the first failures, with their times
   */
  public record Report(
      long acknowledged,
      long failedWrites,
      long lost,
      long reads,
      long failedReads,
      long staleReads,
      List<String> failures) {}

  private OpenMldbLoad(OpenMldbData data, String database, int rowsPerSecond) {
    this.data = data;
    this.database = database;
    this.pauseMillis = Math.max(1, 1_000 / rowsPerSecond);
    writer.setDaemon(true);
    reader.setDaemon(true);
  }

  /** Begins to write and to read. */
  public static OpenMldbLoad start(OpenMldbData data, String database, int rowsPerSecond) {
    OpenMldbLoad load = new OpenMldbLoad(data, database, rowsPerSecond);
    load.writer.start();
    load.reader.start();
    return load;
  }

  /** Stops writing; returns when no write is under way. Reading goes on. */
  public void pauseWrites() throws InterruptedException {
    writing.set(false);
    while (inWrite.get()) {
      Thread.sleep(1);
    }
  }

  /** Ends {@link #pauseWrites()}. */
  public void resumeWrites() {
    writing.set(true);
  }

  /** Ends it and looks for every acknowledged row at its partition's leader. */
  public Report stop() throws IOException {
    close();
    List<OpenMldbData.Listed> routes = data.replicas(database);
    long lost = 0;
    for (Row row : acknowledged) {
      OpenMldbData.Listed leader = leader(routes, row.tid(), row.pid());
      if (!data.get(leader, row.key()).equals(row.value())) {
        lost++;
        failed("lost " + row.key());
      }
    }
    return new Report(
        acknowledged.size(),
        failedWrites.get(),
        lost,
        reads.get(),
        failedReads.get(),
        staleReads.get(),
        List.copyOf(failures));
  }

  @Override
  public void close() {
    ended = true;
    try {
      writer.join();
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    List<OpenMldbData.Listed> routes = List.of();
    long number = 0;
    while (!ended) {
      inWrite.set(true);
      if (writing.get()) {
        routes = routes.isEmpty() ? routes(routes) : routes;
        List<OpenMldbData.Listed> leaders =
            routes.stream().filter(one -> one.leader() && one.alive()).toList();
        if (!leaders.isEmpty()) {
          OpenMldbData.Listed leader = leaders.get((int) (number % leaders.size()));
          Row row =
              new Row(
                  leader.tid(),
                  leader.pid(),
                  "key" + number,
                  "value" + number,
                  System.currentTimeMillis());
          try {
            data.put(leader, row.key(), row.value());
            acknowledged.add(row);
          } catch (IOException e) {
            failedWrites.incrementAndGet();
            failed("write of " + row.key() + " to " + leader.address() + ": " + e.getMessage());
            routes = List.of();
          }
          number++;
        }
      }
      inWrite.set(false);
      rest();
    }
  }

  private void read() {
    Random random = new Random(7);
    List<OpenMldbData.Listed> routes = List.of();
    while (!ended) {
      routes = routes(routes);
      int size = acknowledged.size();
      if (size > 0) {
        readOne(acknowledged.get(random.nextInt(size)), routes, random);
      }
      rest();
    }
  }

  private void readOne(Row row, List<OpenMldbData.Listed> routes, Random random) {
    List<OpenMldbData.Listed> alive =
        routes.stream()
            .filter(one -> one.tid() == row.tid() && one.pid() == row.pid() && one.alive())
            .toList();
    if (System.currentTimeMillis() - row.at() < SETTLED_MILLIS) {
      return;
    }
    reads.incrementAndGet();
    if (alive.isEmpty()) {
      failedReads.incrementAndGet();
      failed("read of " + row.key() + ": no replica is listed as alive");
      return;
    }
    OpenMldbData.Listed replica = alive.get(random.nextInt(alive.size()));
    try {
      if (!data.get(replica, row.key()).equals(row.value())) {
        staleReads.incrementAndGet();
      }
    } catch (IOException e) {
      failedReads.incrementAndGet();
      failed("read of " + row.key() + " from " + replica.address() + ": " + e.getMessage());
    }
  }

  /** While no nameserver leads, an application goes on with what it knows. */
  private List<OpenMldbData.Listed> routes(List<OpenMldbData.Listed> known) {
    try {
      return data.replicas(database);
    } catch (IOException e) {
      return known;
    }
  }

  private static OpenMldbData.Listed leader(List<OpenMldbData.Listed> routes, int tid, int pid) {
    return routes.stream()
        .filter(one -> one.tid() == tid && one.pid() == pid && one.leader() && one.alive())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("nobody leads " + tid + "/" + pid));
  }

  private void failed(String what) {
    if (failures.size() < NAMED) {
      failures.add(Instant.now() + " " + what);
    }
  }

  private void rest() {
    try {
      Thread.sleep(pauseMillis);
    } catch (InterruptedException e) {
      ended = true;
    }
  }
}
