package dev.lockkeeper.activities.sql;

import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.FailureReason;
import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What an error of the driver means for a step. */
final class SqlFailures {
  private SqlFailures() {}

  /**
   * The driver's own words are shown, for none of them holds a secret: connection properties are
   * never part of them, only host, port, user and database.
   */
  static StepFailed of(String address, String doing, SQLException e) {
    return new StepFailed(
        reason(e),
        "the database at "
            + address
            + ", "
            + doing
            + ": "
            + String.valueOf(e.getMessage()).strip()
            + cause(e)
            + (e.getSQLState() == null ? "" : " (SQLSTATE " + e.getSQLState() + ")"));
  }

  private static String cause(SQLException e) {
    Throwable cause = e.getCause();
    return cause == null || cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")";
  }

  private static FailureReason reason(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    if (hasCause(e, java.net.SocketTimeoutException.class) || state.equals("57014")) {
      return FailureReason.TIMEOUT;
    }
    if (hasCause(e, javax.net.ssl.SSLException.class) || state.startsWith("28")) {
      return FailureReason.REFUSED;
    }
    // 57P: the server ends or is not up yet.
    if (state.startsWith("08") || state.startsWith("57P") || hasCause(e, IOException.class)) {
      return FailureReason.UNREACHABLE;
    }
    return state.equals("42501") ? FailureReason.REFUSED : FailureReason.FAILED_COMMAND;
  }

  private static boolean hasCause(Throwable thrown, Class<? extends Throwable> kind) {
    for (@Nullable Throwable t = thrown; t != null; t = t.getCause()) {
      if (kind.isInstance(t)) {
        return true;
      }
    }
    return false;
  }
}
