package dev.lockkeeper.activities.openmldb;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table as the vendor's clients print it: each cell is two blanks and the text padded to the
 * column's width in bytes; a line of dashes under the header; no footer. Columns are found by where
 * their names stand, because cells may hold blanks ({@code 125.000 K}) and because releases differ
 * in which columns there are.
 */
final class PrintedTable {
  private static final Pattern NAME = Pattern.compile("\\S+");
  private static final Pattern DASHES = Pattern.compile("-{3,}\\s*");
  private static final String EMPTY_CELL = "-";
  private static final String GAP = "  ";

  private final List<Row> rows;

  private PrintedTable(List<Row> rows) {
    this.rows = rows;
  }

  /** A row; cells by the names in the header. */
  record Row(Map<String, String> cells, String line) {
    /** A cell's text; empty for an empty cell or one that the release does not print. */
    Optional<String> cell(String column) {
      return Optional.ofNullable(cells.get(column)).filter(text -> !text.equals(EMPTY_CELL));
    }

    /** A cell that no row may be without. */
    String text(String column) throws UnreadableAnswer {
      return cell(column)
          .orElseThrow(() -> new UnreadableAnswer("no " + column + " in the row \"" + line + "\""));
    }

    /** A cell that must hold a number. */
    long number(String column) throws UnreadableAnswer {
      return number(column, text(column));
    }

    /** A cell that may be empty and holds a number otherwise. */
    Optional<Long> numberIfAny(String column) throws UnreadableAnswer {
      Optional<String> text = cell(column);
      return text.isEmpty() ? Optional.empty() : Optional.of(number(column, text.get()));
    }

    private long number(String column, String text) throws UnreadableAnswer {
      if (!text.matches("[0-9]{1,18}")) {
        throw unknown(column, text);
      }
      return Long.parseLong(text);
    }

    /** A word in a column that is none of those known. */
    UnreadableAnswer unknown(String column, String text) {
      return new UnreadableAnswer(
          "\"" + text + "\" as " + column + " in the row \"" + line + "\" means nothing known");
    }
  }

  /**
   * Finds the table in what a client printed; there may be other lines before and after it.
   *
   * @param columns names that the header must have
   */
  static PrintedTable in(String output, List<String> columns) throws UnreadableAnswer {
    // One character per byte, so that positions are those the printer counted.
    List<String> lines = bytewise(output).lines().toList();
    for (int i = 1; i < lines.size(); i++) {
      if (DASHES.matcher(lines.get(i)).matches() && lines.get(i - 1).startsWith(GAP)) {
        Map<String, Integer> starts = starts(lines.get(i - 1));
        for (String column : columns) {
          if (!starts.containsKey(column)) {
            throw new UnreadableAnswer(
                "a table without the column " + column + ": \"" + lines.get(i - 1).strip() + "\"");
          }
        }
        return new PrintedTable(rows(lines.subList(i + 1, lines.size()), starts));
      }
    }
    throw new UnreadableAnswer("no table with the columns " + String.join(", ", columns));
  }

  List<Row> rows() {
    return rows;
  }

  private static Map<String, Integer> starts(String header) {
    Map<String, Integer> starts = new LinkedHashMap<>();
    Matcher names = NAME.matcher(header);
    while (names.find()) {
      starts.put(names.group(), names.start());
    }
    return starts;
  }

  private static List<Row> rows(List<String> lines, Map<String, Integer> starts)
      throws UnreadableAnswer {
    List<Row> rows = new ArrayList<>();
    for (String line : lines) {
      if (!line.startsWith(GAP)) {
        break;
      }
      rows.add(row(line, starts));
    }
    return rows;
  }

  private static Row row(String line, Map<String, Integer> starts) throws UnreadableAnswer {
    List<String> names = List.copyOf(starts.keySet());
    Map<String, String> cells = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      int start = starts.get(names.get(i));
      int end = i + 1 < names.size() ? starts.get(names.get(i + 1)) - GAP.length() : line.length();
      // Shorter than its header: the text was cut. Something in a gap: not a row of this table.
      if (line.length() <= start
          || end > line.length()
          || !line.startsWith(GAP, start - GAP.length())) {
        throw new UnreadableAnswer("a row that does not fit its header: \"" + text(line) + "\"");
      }
      cells.put(names.get(i), text(line.substring(start, end)).strip());
    }
    return new Row(cells, text(line).strip());
  }

  private static String bytewise(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static String text(String bytewise) {
    return new String(bytewise.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
