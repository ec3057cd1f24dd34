package dev.lockkeeper.activities.databend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.workflows.databend.DataVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogScanTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HANDSHAKE     | HandshakeError with databend-meta: Invalid: server protocol_version((1, 2, 377)) < client required((1, 2, 677)) for feature watch/initial_flush",
        "HANDSHAKE     | meta-client protocol_version(1.2.675) < metasrv min-compatible(1.2.676)",
        "HANDSHAKE     | failed to handshake with meta-service: incompatible protocol version, cause: metasrv protocol_version(1) < meta-client min-compatible(2)",
        "HANDSHAKE     | Databend Query start failure, cause: MetaServiceError. Code: 2001, Text = HandshakeError with databend-meta: x",
        "HANDSHAKE     | talking to a very old databend-meta: upgrade databend-meta to at least 0.8",
        "DATA_TOO_OLD  | internal error: entered unreachable code: V002 is no longer supported, since 2025-07-01, TODO version",
        "DATA_TOO_OLD  | On-disk data version is too old: V001",
        "DATA_TOO_OLD  | On-disk data version V001 is too old, the latest compatible version is V002",
        "INCOMPATIBLE  | executable ver=24 is smaller than the min reader version(66) that can read this message",
        "START_FAILURE | Databend Query start failure, cause: x",
        "START_FAILURE | InvalidConfig: at least one of `single` and `join` needs to be enabled",
        "START_FAILURE | timeout; no error received",
        "PANIC         | thread 'main' panicked at src/main.rs:1:1:"
      })
  void aLineMeansWhatItSays(LogSignal signal, String line) {
    assertThat(LogScan.scan("2026-08-22 INFO fine\n  " + line + "\n"))
        .containsExactly(new LogScan.Finding(signal, line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Upgrade ondisk data if out of date: V003",
        "    Find and clean previous unfinished upgrading",
        "    From: V002(2023-07-22: Store snapshot in a file)",
        "    Error: cannot connect, will retry",
        "Databend Metasrv started",
        "status: InvalidArgument, message: \"table id\""
      })
  void whatIsUsualMeansNothing(String line) {
    assertThat(LogScan.scan(line)).isEmpty();
  }

  @Test
  void theHeaderOfABackupNamesTheFormOfTheData() throws Unreadable {
    assertThat(
            ExportHeader.parse(
                "[\"header\",{\"DataHeader\":{\"key\":\"header\",\"value\":{\"version\":\"V004\"}}}]"))
        .isEqualTo(DataVersion.V004);
    assertThat(
            ExportHeader.parse(
                "[\"header\",{\"DataHeader\":{\"key\":\"header\",\"value\":{\"version\":\"V002\",\"upgrading\":null}}}]"))
        .isEqualTo(DataVersion.V002);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Error: connection refused",
        "[\"raft_log\",{}]",
        "[\"header\",{\"DataHeader\":{\"key\":\"header\",\"value\":{\"version\":\"V009\"}}}]"
      })
  void anythingElseIsNoBackup(String line) {
    assertThatThrownBy(() -> ExportHeader.parse(line)).isInstanceOf(Unreadable.class);
  }

  @Test
  void theFileBesideTheDataNamesItsFormAndAnUnfinishedConversion() throws Unreadable {
    assertThat(DataOnDisk.parse("{\"version\":\"V004\"}"))
        .isEqualTo(new DataOnDisk(DataVersion.V004, false));
    assertThat(DataOnDisk.parse("{\"version\":\"V003\",\"upgrading\":\"V004\"}"))
        .isEqualTo(new DataOnDisk(DataVersion.V003, true));
    assertThat(DataOnDisk.parse("{\"version\":\"V003\",\"upgrading\":\"V004\",\"cleaning\":true}"))
        .isEqualTo(new DataOnDisk(DataVersion.V003, true));
    assertThatThrownBy(() -> DataOnDisk.parse("{}")).isInstanceOf(Unreadable.class);
  }
}
