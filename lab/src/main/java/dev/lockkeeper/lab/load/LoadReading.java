package dev.lockkeeper.lab.load;

import com.alibaba.fluss.client.Connection;
import com.alibaba.fluss.client.admin.OffsetSpec;
import com.alibaba.fluss.client.lookup.LookupResult;
import com.alibaba.fluss.client.lookup.Lookuper;
import com.alibaba.fluss.client.table.Table;
import com.alibaba.fluss.client.table.scanner.ScanRecord;
import com.alibaba.fluss.client.table.scanner.log.LogScanner;
import com.alibaba.fluss.client.table.scanner.log.ScanRecords;
import com.alibaba.fluss.metadata.TableBucket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * What is in the two tables of a range of ids.
 *
 * @param log the ids in the log table
 * @param duplicates how many rows of the log table have an id that was there before
 * @param keyed the ids in the primary-key table
 */
record LoadReading(BitSet log, long duplicates, BitSet keyed) {

  private static final Duration SILENCE = Duration.ofSeconds(30);
  private static final int LOOKUPS_AT_ONCE = 500;

  /**
   * Reads both tables to their present end.
   *
   * @param firstId the first id of the range
   * @param endId the first id behind the range
   * @throws IOException if the server stops giving rows before the end
   */
  static LoadReading of(Connection connection, long firstId, long endId) throws Exception {
    BitSet log = new BitSet();
    long rows = scan(connection, firstId, endId, log);
    BitSet keyed = lookUp(connection.getTable(LoadTables.KEYED), firstId, endId);
    return new LoadReading(log, rows - log.cardinality(), keyed);
  }

  private static long scan(Connection connection, long firstId, long endId, BitSet ids)
      throws Exception {
    List<Integer> buckets = IntStream.range(0, LoadTables.BUCKETS).boxed().toList();
    Map<Integer, Long> missing = new HashMap<>();
    for (Integer bucket : buckets) {
      long end =
          connection
              .getAdmin()
              .listOffsets(LoadTables.LOG, List.of(bucket), new OffsetSpec.LatestSpec())
              .bucketResult(bucket)
              .get(SILENCE.toSeconds(), TimeUnit.SECONDS);
      if (end > 0) {
        missing.put(bucket, end);
      }
    }
    long rows = 0;
    LogScanner scanner = connection.getTable(LoadTables.LOG).newScan().createLogScanner();
    missing.keySet().forEach(scanner::subscribeFromBeginning);
    long heard = System.nanoTime();
    while (!missing.isEmpty()) {
      ScanRecords records = scanner.poll(Duration.ofMillis(500));
      for (TableBucket bucket : records.buckets()) {
        for (ScanRecord row : records.records(bucket)) {
          heard = System.nanoTime();
          long id = row.getRow().getLong(0);
          if (id >= firstId && id < endId) {
            rows++;
            ids.set(Math.toIntExact(id));
          }
          missing.computeIfPresent(
              bucket.getBucket(), (number, end) -> row.logOffset() + 1 < end ? end : null);
        }
      }
      if (System.nanoTime() - heard > SILENCE.toNanos()) {
        throw new IOException("No more rows, though these ends were not reached: " + missing);
      }
    }
    scanner.close();
    return rows;
  }

  private static BitSet lookUp(Table table, long firstId, long endId) throws Exception {
    BitSet ids = new BitSet();
    Lookuper lookuper = table.newLookup().createLookuper();
    for (long from = firstId; from < endId; from += LOOKUPS_AT_ONCE) {
      long to = Math.min(from + LOOKUPS_AT_ONCE, endId);
      List<CompletableFuture<LookupResult>> answers = new ArrayList<>();
      for (long id = from; id < to; id++) {
        answers.add(lookuper.lookup(LoadTables.key(id)));
      }
      for (int i = 0; i < answers.size(); i++) {
        LookupResult answer = answers.get(i).get(SILENCE.toSeconds(), TimeUnit.SECONDS);
        if (answer.getSingletonRow() != null) {
          ids.set(Math.toIntExact(from) + i);
        }
      }
    }
    return ids;
  }
}
