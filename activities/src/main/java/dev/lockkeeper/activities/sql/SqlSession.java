package dev.lockkeeper.activities.sql;

import dev.lockkeeper.activities.ssh.Tunnel;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.FailureReason;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a database. For one thread; to be closed. A call does not notice an interruption,
 * but ends after the query's time at the latest.
 */
public final class SqlSession implements AutoCloseable {
  private static final int MOST_ROWS = 100_000;

  private final String address;
  private final Connection connection;
  private final Duration limit;
  private final @Nullable Tunnel tunnel;

  SqlSession(String address, Connection connection, Duration limit, @Nullable Tunnel tunnel) {
    this.address = address;
    this.connection = connection;
    this.limit = limit;
    this.tunnel = tunnel;
  }

  /** Makes something of a row. */
  @FunctionalInterface
  public interface Mapping<T> {
    T map(SqlRow row) throws StepFailed;
  }

  /**
   * Asks and maps every row.
   *
   * @param sql constant text: no value of a request is ever part of it
   * @throws StepFailed UNREACHABLE when the server is gone, TIMEOUT when it takes too long, REFUSED
   *     when the user may not, FAILED_COMMAND when it does not accept the question
   */
  public <T> List<T> query(String sql, Mapping<T> mapping) throws StepFailed {
    List<SqlRow> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout((int) limit.toSeconds());
      statement.setMaxRows(MOST_ROWS + 1);
      try (ResultSet result = statement.executeQuery(sql)) {
        while (result.next()) {
          rows.add(row(result));
        }
      }
    } catch (SQLException e) {
      throw SqlFailures.of(
          address, "asked \"" + sql.strip().lines().findFirst().orElse("") + "\"", e);
    }
    if (rows.size() > MOST_ROWS) {
      throw new StepFailed(
          FailureReason.INVALID, address + " answered with more than " + MOST_ROWS + " rows");
    }
    List<T> mapped = new ArrayList<>();
    for (SqlRow row : rows) {
      mapped.add(mapping.map(row));
    }
    return List.copyOf(mapped);
  }

  /** As {@link #query}, for a question that has exactly one row as its answer. */
  public <T> T single(String sql, Mapping<T> mapping) throws StepFailed {
    List<T> rows = query(sql, mapping);
    if (rows.size() != 1) {
      throw new StepFailed(
          FailureReason.INVALID,
          address + " answered with " + rows.size() + " rows instead of one");
    }
    return rows.get(0);
  }

  private static SqlRow row(ResultSet result) throws SQLException {
    ResultSetMetaData about = result.getMetaData();
    Map<String, @Nullable String> columns = new LinkedHashMap<>();
    for (int i = 1; i <= about.getColumnCount(); i++) {
      columns.put(about.getColumnLabel(i), result.getString(i));
    }
    return new SqlRow(columns);
  }

  @Override
  public void close() throws StepFailed {
    try {
      connection.close();
    } catch (SQLException e) {
      throw SqlFailures.of(address, "closed", e);
    } finally {
      if (tunnel != null) {
        tunnel.close();
      }
    }
  }
}
