package dev.lockkeeper.activities.kwdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.Version;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code kwbase sql} prints, and what is changed in its exports. */
class KwbaseSqlTest {
  @ParameterizedTest
  @CsvSource({
    "00:30:00, PT30M",
    "30m0s, PT30M",
    "3h0m0s, PT3H",
    "10800s, PT3H",
    "1m15s, PT1M15S",
    "\"00:01:15\", PT1M15S"
  })
  void aDurationIsReadInEveryFormThatItIsPrintedIn(String printed, Duration duration)
      throws StepFailed {
    assertThat(StoreDead.parse(printed)).isEqualTo(duration);
  }

  @ParameterizedTest
  @CsvSource({"''", "soon", "30"})
  void whatIsNoDurationIsNotTakenForOne(String printed) {
    assertThatThrownBy(() -> StoreDead.parse(printed)).isInstanceOf(StepFailed.class);
  }

  @Test
  void rowsAreFoundByTheNamesOfTheirColumns() throws StepFailed {
    SqlRows rows = SqlRows.read("table_name,table_type\n\"a,b\",BASE TABLE\nc,BASE TABLE\n");

    assertThat(rows.column("table_name")).containsExactly("a,b", "c");
    assertThatThrownBy(() -> rows.column("name")).hasMessageContaining("there is no column name");
    assertThatThrownBy(() -> rows.number("table_name")).hasMessageContaining("is not one number");
    assertThat(SqlRows.read("rows\n17\n").number("rows")).isEqualTo(17);
  }

  @Test
  void partitionIntervalsOf2xAreDeletedAndNothingElse() {
    String meta =
        "CREATE TABLE t (ts TIMESTAMPTZ NOT NULL) TAGS (m INT NOT NULL) PRIMARY TAGS (m)\n"
            + "  partition interval 10d;\nCREATE TABLE partition_interval (a INT);";

    assertThat(MetaFix.fixed(meta, Version.of("2.2.0")))
        .isEqualTo(
            "CREATE TABLE t (ts TIMESTAMPTZ NOT NULL) TAGS (m INT NOT NULL) PRIMARY TAGS (m);\n"
                + "CREATE TABLE partition_interval (a INT);");
    assertThat(MetaFix.fixed(meta, Version.of("3.0.0"))).isEqualTo(meta);
    assertThat(MetaFix.isTimeSeries(meta)).isTrue();
    assertThat(MetaFix.isTimeSeries("CREATE TABLE tags_of (a INT)")).isFalse();
  }
}
