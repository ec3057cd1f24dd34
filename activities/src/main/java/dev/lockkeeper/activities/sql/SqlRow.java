package dev.lockkeeper.activities.sql;

import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.FailureReason;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One row of an answer; columns are found by name, and have the type that is asked for. */
public final class SqlRow {
  private final Map<String, @Nullable String> columns;

  SqlRow(Map<String, @Nullable String> columns) {
    this.columns = columns;
  }

  /**
   * A text.
   *
   * @throws StepFailed INVALID when there is no such column or it is NULL
   */
  public String text(String column) throws StepFailed {
    String value = textOrNull(column);
    if (value == null) {
      throw invalid(column, "is NULL");
    }
    return value;
  }

  /** A text, or null for NULL. */
  public @Nullable String textOrNull(String column) throws StepFailed {
    if (!columns.containsKey(column)) {
      throw invalid(column, "is missing; there are " + String.join(", ", columns.keySet()));
    }
    return columns.get(column);
  }

  /** A whole number, also one that the database gives as a decimal (INT is 4 or 8 bytes wide). */
  public long number(String column) throws StepFailed {
    String value = text(column);
    try {
      return new BigDecimal(value).longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw invalid(column, "is no whole number: " + value);
    }
  }

  /** A truth; NULL counts as no. */
  public boolean flag(String column) throws StepFailed {
    String value = textOrNull(column);
    if (value == null) {
      return false;
    }
    return switch (value) {
      case "t", "true" -> true;
      case "f", "false" -> false;
      default -> throw invalid(column, "is neither true nor false: " + value);
    };
  }

  private static StepFailed invalid(String column, String why) {
    return new StepFailed(FailureReason.INVALID, "column " + column + " of the answer " + why);
  }
}
