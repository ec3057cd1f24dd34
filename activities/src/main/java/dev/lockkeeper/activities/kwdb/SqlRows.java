package dev.lockkeeper.activities.kwdb;

import dev.lockkeeper.activities.step.StepFailed;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code kwbase sql --format=csv} printed.
 *
 * @param columns the header
 * @param rows as long as the header
 */
record SqlRows(List<String> columns, List<List<String>> rows) {
  static SqlRows read(String output) throws StepFailed {
    List<String> lines = TerminalText.lines(output);
    if (lines.isEmpty()) {
      throw Unreadable.answer("kwbase sql", "there is no header in it", output);
    }
    List<String> header = Separated.fields(lines.get(0), ',');
    List<List<String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> row = Separated.fields(line, ',');
      if (row.size() == header.size()) {
        rows.add(row);
      }
    }
    return new SqlRows(header, List.copyOf(rows));
  }

  /** All values of a column. */
  List<String> column(String name) throws StepFailed {
    int at = columns.indexOf(name);
    if (at < 0) {
      throw Unreadable.answer("kwbase sql", "there is no column " + name, columns.toString());
    }
    return rows.stream().map(row -> row.get(at)).toList();
  }

  /** The only value of a column, as a number. */
  long number(String name) throws StepFailed {
    List<String> values = column(name);
    if (values.size() != 1 || !values.get(0).matches("[0-9]{1,18}")) {
      throw Unreadable.answer("kwbase sql", name + " is not one number", values.toString());
    }
    return Long.parseLong(values.get(0));
  }
}
