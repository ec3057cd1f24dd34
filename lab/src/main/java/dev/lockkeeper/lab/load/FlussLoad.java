package dev.lockkeeper.lab.load;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The program of the load; runs in a Java of its own on the class path of one client version.
 *
 * <p>{@code write <bootstrap servers> <rows per second> <first id> <journal>} writes to both tables
 * and reads back until its standard input ends. It prints a line as soon as a row of each table was
 * acknowledged; at the end it saves which rows were acknowledged below the journal's name, and
 * prints its counts as one line of JSON. {@code verify <bootstrap servers> <first id> <end id>
 * <journal>...} reads the rows of these ids with a fresh client and prints what is there and what
 * is lost.
 */
public final class FlussLoad {

  /** A row this long on its way counts as a stall: the application connects anew. */
  private static final Duration STALL = Duration.ofSeconds(5);

  private static final Duration RECONNECT = Duration.ofMillis(200);

  /** What the first line says once rows of both tables were acknowledged. */
  static final String WRITING = "writing";

  private FlussLoad() {}

  /** Runs the mode named by the first argument. */
  public static void main(String[] arguments) {
    int status = 1;
    try {
      run(arguments);
      status = 0;
    } catch (Exception e) {
      e.printStackTrace();
    } finally {
      // A client that hangs may keep threads of its own alive.
      System.exit(status);
    }
  }

  private static void run(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "write" ->
          write(
              arguments[1],
              Integer.parseInt(arguments[2]),
              Long.parseLong(arguments[3]),
              arguments[4]);
      case "verify" -> verify(arguments);
      default -> throw new IllegalArgumentException("write or verify, not " + arguments[0]);
    }
  }

  private static void write(String servers, int rowsPerSecond, long firstId, String journal)
      throws IOException, InterruptedException {
    CountDownLatch stop = new CountDownLatch(1);
    Thread input = new Thread(() -> awaitEndOfInput(stop), "load-input");
    input.setDaemon(true);
    input.start();
    LoadCounters counters = LoadCounters.startingAt(firstId);
    LoadSession session = new LoadSession(servers, rowsPerSecond, counters);
    session.start();
    long stalls = 0;
    boolean told = false;
    while (!stop.await(50, TimeUnit.MILLISECONDS)) {
      if (!told && counters.log().acknowledged() > 0 && counters.keyed().acknowledged() > 0) {
        System.out.println(WRITING);
        told = true;
      }
      boolean stalled = oldest(counters) > STALL.toNanos() || session.hangsConnecting();
      if (stalled || session.hasEnded()) {
        stalls += stalled ? 1 : 0;
        session.end();
        abandon(counters);
        if (stop.await(RECONNECT.toMillis(), TimeUnit.MILLISECONDS)) {
          break;
        }
        session = new LoadSession(servers, rowsPerSecond, counters);
        session.start();
      }
    }
    session.stopSending();
    long deadline = System.nanoTime() + STALL.toNanos();
    while (oldest(counters) > 0 && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    abandon(counters);
    counters.log().save(Path.of(journal + ".log"));
    counters.keyed().save(Path.of(journal + ".keyed"));
    System.out.printf(
        "{\"nextId\":%d,\"sent\":%d,\"acknowledged\":%d,\"scanned\":%d,\"lookedUp\":%d,"
            + "\"failures\":%d,\"stalls\":%d,\"longestPauseMillis\":%d}%n",
        counters.nextId().get(),
        counters.log().sent() + counters.keyed().sent(),
        counters.log().acknowledged() + counters.keyed().acknowledged(),
        counters.scanned().get(),
        counters.lookedUp().get(),
        counters.readFailures().get() + counters.writeFailures().get(),
        stalls,
        Math.max(counters.log().longestMillis(), counters.keyed().longestMillis()));
  }

  private static void verify(String[] arguments) throws Exception {
    BitSet log = new BitSet();
    BitSet keyed = new BitSet();
    for (int i = 4; i < arguments.length; i++) {
      log.or(SentRows.load(Path.of(arguments[i] + ".log")));
      keyed.or(SentRows.load(Path.of(arguments[i] + ".keyed")));
    }
    LoadReading reading =
        LoadReading.of(
            LoadTables.connect(arguments[1]),
            Long.parseLong(arguments[2]),
            Long.parseLong(arguments[3]));
    log.andNot(reading.log());
    keyed.andNot(reading.keyed());
    if (!log.isEmpty() || !keyed.isEmpty()) {
      System.err.println("Lost from the log table: " + log);
      System.err.println("Lost from the primary-key table: " + keyed);
    }
    System.out.printf(
        "{\"readBack\":%d,\"duplicates\":%d,\"lost\":%d}%n",
        reading.log().cardinality() + reading.keyed().cardinality(),
        reading.duplicates(),
        log.cardinality() + keyed.cardinality());
  }

  private static long oldest(LoadCounters counters) {
    return Math.max(counters.log().oldestAge(), counters.keyed().oldestAge());
  }

  private static void abandon(LoadCounters counters) {
    counters.log().abandon();
    counters.keyed().abandon();
  }

  /** Standard input also ends when the program that started us does. */
  private static void awaitEndOfInput(CountDownLatch stop) {
    try {
      while (System.in.read() >= 0) {
        // Whatever is typed is of no interest.
        continue;
      }
    } catch (IOException e) {
      System.err.println("Standard input cannot be read, so the load stops: " + e);
    }
    stop.countDown();
  }
}
