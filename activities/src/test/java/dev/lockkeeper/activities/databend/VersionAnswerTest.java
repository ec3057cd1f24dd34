package dev.lockkeeper.activities.databend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.workflows.databend.DataVersion;
import dev.lockkeeper.workflows.databend.DatabendVersion;
import dev.lockkeeper.workflows.databend.MetaBinary;
import dev.lockkeeper.workflows.databend.QueryBinary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Databend's programs print as their version; the samples are of real releases. */
class VersionAnswerTest {
  @Test
  void aQueryNamesTheOldestMetaInTwoLines() throws Unreadable {
    assertThat(
            VersionAnswer.query(
                "version: 1.2.895-nightly\nmin-compatible-metasrv-version: 1.2.770\n"))
        .isEqualTo(
            new QueryBinary(DatabendVersion.of("1.2.895-nightly"), DatabendVersion.of("1.2.770")));
  }

  @Test
  void aMetaNamesTheOldestQueryAndItsDataInThreeLines() throws Unreadable {
    assertThat(
            VersionAnswer.meta(
                """
                version: 1.2.895-nightly
                min-compatible-client-version: 1.2.676
                data-version: V004(2024-11-11: WAL based raft-log)
                """))
        .isEqualTo(
            new MetaBinary(
                DatabendVersion.of("1.2.895-nightly"),
                DatabendVersion.of("1.2.676"),
                DataVersion.V004));
  }

  @Test
  void aMetaBefore1113HasTwoLines() throws Unreadable {
    assertThat(
            VersionAnswer.meta("version: 0.7.61-nightly\nmin-compatible-client-version: 0.7.57\n")
                .working())
        .isEqualTo(DataVersion.V0);
  }

  @Test
  void aNewerMetaWithoutItsDataIsNotUnderstood() {
    assertThatThrownBy(
            () -> VersionAnswer.meta("version: 1.2.680\nmin-compatible-client-version: 1.2.288\n"))
        .isInstanceOf(Unreadable.class)
        .hasMessageStartingWith("expected a line data-version of databend-meta 1.2.680");
  }

  @Test
  void aDataVersionOfTheFutureIsNotUnderstood() {
    assertThatThrownBy(
            () ->
                VersionAnswer.meta(
                    "version: 1.3.1\nmin-compatible-client-version: 1.2.676\ndata-version: V005(2027)\n"))
        .hasMessage("expected one of the data versions V0 to V004 but got: V005(2027)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "sh: databend-query: not found", "version: 1.2.680\n", "version: latest\n"})
  void anythingElseIsNotUnderstood(String output) {
    assertThatThrownBy(() -> VersionAnswer.query(output)).isInstanceOf(Unreadable.class);
  }

  @ParameterizedTest
  @CsvSource({
    "v1.2.453-d7c9a83f6b(rust-1.77.0-nightly-2024-05-06T12:15:10.719917067Z), 1.2.453",
    "v1.2.895-nightly-363a49c1dd(rust-1.94.0-nightly-2026-04-12T03:13:19.550514724Z), 1.2.895-nightly",
    "Databend Query v1.2.453-d7c9a83f6b(rust-1.77.0-nightly-2024-05-06T12:15:10Z), 1.2.453",
    "8.0.26-v1.2.314-nightly-3ccec470ea(rust-1.77.0-nightly), 1.2.314-nightly",
    "v1.2.665-nightly-ab08029eb9-simd(1.81.0-nightly-2024-11-27T10:25:24.388192597Z), 1.2.665-nightly",
    "Version: v1.2.925-patch-9-0123456789(rust-1.94.0-nightly), 1.2.925-patch-9",
    "1.2.810-nightly, 1.2.810-nightly",
    "v1.2.680-p3, 1.2.680-p3"
  })
  void theReleaseIsFoundInEveryOtherText(String text, String version) {
    assertThat(VersionText.find(text)).contains(DatabendVersion.of(version));
  }

  @ParameterizedTest
  @ValueSource(strings = {"260312.5.0", "", "rust-1.94.0-nightly(x", "latest"})
  void aTextWithoutAReleaseHasNone(String text) {
    assertThat(VersionText.find(text)).isEmpty();
  }
}
