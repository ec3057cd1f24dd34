package dev.lockkeeper.lab.databend.daemon;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The few statements that somebody who upgrades Databend sends. Tables hold texts and lie in
 * databend-meta, so that they fail with it.
 */
final class Statements {
  /** The answer to a statement. */
  record Rows(List<String> columns, List<List<String>> rows) {
    static final Rows NONE = new Rows(List.of(), List.of());
  }

  /** The statement is at fault. */
  static final class Unknown extends Exception {
    private static final long serialVersionUID = 1L;

    Unknown(String message) {
      super(message);
    }
  }

  private static final Pattern SELECT =
      Pattern.compile("(?is)select\\s+(.+?)\\s+from\\s+([a-z_0-9.]+).*");
  private static final Pattern INSERT =
      Pattern.compile("(?is)insert\\s+into\\s+([a-z_0-9.]+)\\s*(?:\\([^)]*\\))?\\s*values\\s*(.+)");
  private static final Pattern CREATE =
      Pattern.compile(
          "(?is)create\\s+(or\\s+replace\\s+)?(?:transient\\s+)?table\\s+(if\\s+not\\s+exists\\s+)?([a-z_0-9.]+).*");
  private static final Pattern DROP =
      Pattern.compile("(?is)drop\\s+table\\s+(?:if\\s+exists\\s+)?([a-z_0-9.]+)");
  private static final Pattern SLEEP = Pattern.compile("(?is)select\\s+sleep\\(([0-9.]+)\\)");
  private static final Pattern ROW = Pattern.compile("\\(([^()]*)\\)");

  private final Build build;
  private final MetaClient meta;
  private final QueryLoad load;
  private final QueryNode self;
  private final String clusterPrefix;

  Statements(Build build, MetaClient meta, QueryLoad load, QueryNode self, String clusterPrefix) {
    this.build = build;
    this.meta = meta;
    this.load = load;
    this.self = self;
    this.clusterPrefix = clusterPrefix;
  }

  Rows run(String statement)
      throws IOException, MetaClient.Incompatible, Unknown, InterruptedException {
    String sql = statement.strip().replaceAll(";$", "").strip();
    String plain = sql.toLowerCase(Locale.ROOT);
    Matcher sleep = SLEEP.matcher(sql);
    if (sleep.matches()) {
      Thread.sleep((long) (Double.parseDouble(sleep.group(1)) * 1000));
      return new Rows(List.of("sleep"), List.of(List.of("0")));
    }
    if (plain.equals("select version()")) {
      return new Rows(
          List.of("version()"), List.of(List.of("Databend Query " + build.queryBanner())));
    }
    if (plain.equals("select 1")) {
      return new Rows(List.of("1"), List.of(List.of("1")));
    }
    if (plain.startsWith("create database") || plain.startsWith("set ")) {
      return Rows.NONE;
    }
    Matcher matcher = SELECT.matcher(sql);
    if (matcher.matches()) {
      return select(matcher.group(1), matcher.group(2).toLowerCase(Locale.ROOT));
    }
    matcher = INSERT.matcher(sql);
    if (matcher.matches()) {
      return insert(matcher.group(1), matcher.group(2));
    }
    matcher = CREATE.matcher(sql);
    if (matcher.matches()) {
      return create(matcher.group(3), matcher.group(1) != null, matcher.group(2) != null);
    }
    matcher = DROP.matcher(sql);
    if (matcher.matches()) {
      meta.delete(key(matcher.group(1)));
      return Rows.NONE;
    }
    throw new Unknown("this look-alike of Databend does not know: " + sql);
  }

  private Rows select(String what, String table)
      throws IOException, MetaClient.Incompatible, Unknown {
    return switch (table) {
      case "system.clusters" ->
          pick(what, List.of("name", "cluster", "host", "port", "version"), clusters());
      case "system.processes" ->
          pick(
              what,
              List.of("node", "id", "user", "command", "extra_info", "time"),
              load.processes(self.id()));
      default -> pick(what, List.of(), rows(table));
    };
  }

  private List<List<String>> clusters() throws IOException, MetaClient.Incompatible {
    List<List<String>> rows = new ArrayList<>();
    for (String line : meta.list(clusterPrefix).values()) {
      QueryNode node = QueryNode.parse(line);
      String cluster =
          build.atLeast("1.2.684") ? node.cluster() + "/" + node.cluster() : node.cluster();
      rows.add(
          List.of(node.id(), cluster, node.host(), Integer.toString(node.port()), node.version()));
    }
    return rows;
  }

  private List<List<String>> rows(String table)
      throws IOException, MetaClient.Incompatible, Unknown {
    String text = meta.list(key(table)).get(key(table));
    if (text == null) {
      throw new Unknown("Unknown table " + table);
    }
    // The first line stands for the table itself.
    return text.lines().skip(1).map(line -> List.of(line.split("\t"))).toList();
  }

  private static Rows pick(String what, List<String> columns, List<List<String>> rows)
      throws Unknown {
    String wanted = what.strip().toLowerCase(Locale.ROOT);
    if (wanted.matches("count\\([*1]?\\)")) {
      return new Rows(List.of(wanted), List.of(List.of(Integer.toString(rows.size()))));
    }
    if (wanted.equals("*") || columns.isEmpty()) {
      return new Rows(columns, rows);
    }
    List<String> names = List.of(wanted.split("\\s*,\\s*"));
    if (!columns.containsAll(names)) {
      throw new Unknown("column " + wanted + " doesn't exist");
    }
    return new Rows(
        names,
        rows.stream()
            .map(row -> names.stream().map(name -> row.get(columns.indexOf(name))).toList())
            .toList());
  }

  private Rows insert(String table, String values)
      throws IOException, MetaClient.Incompatible, Unknown {
    rows(table);
    List<String> lines = new ArrayList<>();
    Matcher row = ROW.matcher(values);
    while (row.find()) {
      List<String> cells = new ArrayList<>();
      for (String cell : row.group(1).split(",")) {
        cells.add(cell.strip().replaceAll("^'|'$", ""));
      }
      lines.add(String.join("\t", cells));
    }
    meta.append(key(table), String.join("\n", lines));
    return Rows.NONE;
  }

  private Rows create(String table, boolean replace, boolean unlessThere)
      throws IOException, MetaClient.Incompatible, Unknown {
    Map<String, String> there = meta.list(key(table));
    if (there.containsKey(key(table)) && !replace) {
      if (unlessThere) {
        return Rows.NONE;
      }
      throw new Unknown("Table '" + table + "' already exists");
    }
    meta.put(key(table), "table", 0);
    return Rows.NONE;
  }

  private static String key(String table) {
    String name = table.toLowerCase(Locale.ROOT);
    return "__fd_table/" + (name.contains(".") ? name : "default." + name);
  }
}
