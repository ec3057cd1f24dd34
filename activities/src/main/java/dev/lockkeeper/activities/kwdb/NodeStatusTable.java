package dev.lockkeeper.activities.kwdb;

import dev.lockkeeper.activities.step.StepFailed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads {@code kwbase node status} and {@code kw-status}: CSV, the tab-separated form that a pipe
 * gets, and the table that a terminal gets. Columns are found by name.
 */
public final class NodeStatusTable {
  private static final String WHAT = "kwbase node status";

  private NodeStatusTable() {}

  /**
   * Reads all nodes.
   *
   * @throws StepFailed INVALID when a column that matters is missing, a line is short, a value is
   *     no number or truth, or a node is there twice; an empty list is an answer that cannot be
   *     used either
   */
  public static List<NodeStatus> read(String output) throws StepFailed {
    List<List<String>> rows = rows(output);
    if (rows.size() < 2) {
      throw Unreadable.answer(WHAT, "there is no node in it", output);
    }
    List<String> header = rows.get(0);
    List<NodeStatus> nodes = new ArrayList<>();
    Set<Long> ids = new HashSet<>();
    for (List<String> row : rows.subList(1, rows.size())) {
      if (row.size() != header.size()) {
        throw Unreadable.answer(
            WHAT, "a line has " + row.size() + " of " + header.size() + " columns", output);
      }
      Map<String, String> columns = new LinkedHashMap<>();
      for (int i = 0; i < row.size(); i++) {
        columns.put(header.get(i), row.get(i));
      }
      NodeStatus node = node(columns, output);
      if (!ids.add(node.id())) {
        throw Unreadable.answer(WHAT, "node " + node.id() + " is there twice", output);
      }
      nodes.add(node);
    }
    return List.copyOf(nodes);
  }

  private static NodeStatus node(Map<String, String> columns, String output) throws StepFailed {
    String id = column(columns, "id", output);
    if (!id.matches("[0-9]{1,18}")) {
      throw Unreadable.answer(WHAT, "\"" + id + "\" is no node id", output);
    }
    return new NodeStatus(
        Long.parseLong(id),
        column(columns, "address", output),
        column(columns, "sql_address", output),
        column(columns, "build", output),
        columns.getOrDefault("start_mode", ""),
        truth(columns, "is_available", output),
        truth(columns, "is_live", output),
        columns);
  }

  private static String column(Map<String, String> columns, String name, String output)
      throws StepFailed {
    String value = columns.get(name);
    if (value == null) {
      throw Unreadable.answer(WHAT, "there is no column " + name, output);
    }
    return value;
  }

  /** NULL, which a node that was never heard of shows, is no yes. */
  private static boolean truth(Map<String, String> columns, String name, String output)
      throws StepFailed {
    return switch (column(columns, name, output)) {
      case "true" -> true;
      case "false", "NULL" -> false;
      default -> throw Unreadable.answer(WHAT, name + " is neither true nor false", output);
    };
  }

  private static List<List<String>> rows(String output) {
    List<String> lines =
        output.lines().filter(line -> !line.isBlank()).map(String::stripTrailing).toList();
    int header = 0;
    while (header < lines.size() && !lines.get(header).strip().matches("\"?id\"?\\s*[,|\t].*")) {
      header++;
    }
    if (header == lines.size()) {
      return List.of();
    }
    boolean table = lines.get(header).contains("|");
    char separator = lines.get(header).contains("\t") ? '\t' : ',';
    return lines.subList(header, lines.size()).stream()
        .filter(line -> !line.matches("[-+ ]+|\\([0-9]+ rows?\\)|Time: .*|# .*"))
        .map(line -> table ? cells(line) : Separated.fields(line, separator))
        .toList();
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
  }
}
