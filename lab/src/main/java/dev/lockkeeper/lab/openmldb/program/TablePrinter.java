package dev.lockkeeper.lab.openmldb.program;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Prints a table as the vendor's TPrinter does: no footer, trailing blanks kept. */
final class TablePrinter {
  private static final int LONGEST_CELL = 256;

  private final List<String[]> rows = new ArrayList<>();

  TablePrinter(String... header) {
    rows.add(header);
  }

  void add(String... cells) {
    String[] row = new String[cells.length];
    for (int i = 0; i < cells.length; i++) {
      String cell = cells[i].isEmpty() ? "-" : cells[i];
      row[i] = cell.length() > LONGEST_CELL ? cell.substring(0, LONGEST_CELL) : cell;
    }
    rows.add(row);
  }

  String text() {
    int[] widths = new int[rows.get(0).length];
    int whole = 2;
    for (int i = 0; i < widths.length; i++) {
      for (String[] row : rows) {
        widths[i] = Math.max(widths[i], bytes(row[i]));
      }
      whole += 2 + widths[i];
    }
    StringBuilder text = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      for (int i = 0; i < widths.length; i++) {
        String cell = rows.get(r)[i];
        text.append("  ").append(cell).append(" ".repeat(widths[i] - bytes(cell)));
      }
      text.append('\n');
      if (r == 0) {
        text.append("-".repeat(whole)).append('\n');
      }
    }
    return text.toString();
  }

  private static int bytes(String cell) {
    return cell.getBytes(StandardCharsets.UTF_8).length;
  }
}
