package dev.lockkeeper.starter.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Columns as wide as their content. */
public final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  public Table(String... head) {
    row(head);
  }

  public Table row(String... cells) {
    rows.add(Arrays.asList(cells));
    return this;
  }

  /** The lines of the table, without blanks at their ends. */
  public List<String> lines(Ink ink) {
    List<String> lines = new ArrayList<>();
    UnaryOperator<String> style = ink::bold;
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        line.append(row.get(i));
        if (i < row.size() - 1) {
          line.append(" ".repeat(width(i) - length(row.get(i)) + 2));
        }
      }
      lines.add(style.apply(line.toString().stripTrailing()));
      style = UnaryOperator.identity();
    }
    return lines;
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
