package dev.lockkeeper.activities.openmldb;

import java.util.ArrayList;
import java.util.List;

/** Makes a value of a row. */
@FunctionalInterface
interface RowReading<T> {
  T read(PrintedTable.Row row) throws UnreadableAnswer;

  /** Makes a value of each row of the table in what a client printed. */
  static <T> List<T> all(String output, List<String> columns, RowReading<T> reading)
      throws UnreadableAnswer {
    List<T> values = new ArrayList<>();
    for (PrintedTable.Row row : PrintedTable.in(output, columns).rows()) {
      values.add(reading.read(row));
    }
    return values;
  }
}
