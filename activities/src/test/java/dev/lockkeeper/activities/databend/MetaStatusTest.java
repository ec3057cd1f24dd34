package dev.lockkeeper.activities.databend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.workflows.databend.DatabendVersion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The state of a databend-meta node, in the three forms in which it is told. */
class MetaStatusTest {
  private static final String NEW_JSON =
      """
      {"id":1,"binary_version":"1.2.925-nightly","data_version":"V004","endpoint":"10.0.0.1:28004",
       "raft_log":{"cache_items":9,"cache_used_size":848,"wal_total_size":1153,"wal_open_chunk_size":1153,"wal_offset":1153,
                   "wal_closed_chunk_count":0,"wal_closed_chunk_total_size":0,"wal_closed_chunk_sizes":{}},
       "snapshot_key_count":17,"state":"Leader","is_leader":true,"current_term":4,"last_log_index":29,
       "last_applied":{"leader_id":{"term":4,"node_id":1},"index":28},
       "snapshot_last_log_id":null,"purged":null,
       "leader":{"name":"1","endpoint":{"addr":"10.0.0.1","port":28004},"grpc_api_advertise_address":"10.0.0.1:9191"},
       "replication":{"1":{"leader_id":{"term":4,"node_id":1},"index":29},"2":{"leader_id":{"term":4,"node_id":1},"index":29},"3":null},
       "voters":[{"name":"3","endpoint":{"addr":"10.0.0.3","port":28004},"grpc_api_advertise_address":"10.0.0.3:9191"},
                 {"name":"1","endpoint":{"addr":"10.0.0.1","port":28004},"grpc_api_advertise_address":"10.0.0.1:9191"},
                 {"name":"2","endpoint":{"addr":"10.0.0.2","port":28004},"grpc_api_advertise_address":"10.0.0.2:9191"}],
       "non_voters":[],"last_seq":12}
      """;

  /** The form before 1.2.658, with last_applied as in the vendor's page. */
  private static final String OLD_JSON =
      """
      {"id":2,"binary_version":"v1.2.527-nightly-ab08029eb9-simd(1.81.0-nightly-2024-06-11T10:25:24.388192597Z)",
       "data_version":"V002","endpoint":"10.0.0.2:28103","db_size":18899,"key_num":5,"state":"Follower","is_leader":false,
       "current_term":1,"last_log_index":13,"last_applied":{"term":1,"index":13},"snapshot_last_log_id":null,"purged":null,
       "leader":null,"replication":null,
       "voters":[{"name":"1","endpoint":{"addr":"10.0.0.1","port":28103},"grpc_api_advertise_address":"10.0.0.1:9191"}],
       "non_voters":[],"last_seq":11}
      """;

  /** A real answer of 1.2.895, which runs alone. */
  private static final String METACTL =
      """
      BinaryVersion: 260312.5.0
      DataVersion: V004
      RaftLogSize: 1153
      RaftLog:
        - CacheItems: 5
        - CacheUsedSize: 848
        - WALTotalSize: 1153
        - WALOpenChunkSize: 1153
        - WALOffset: 1153
        - WALClosedChunkCount: 0
        - WALClosedChunkTotalSize: 0
        - WALClosedChunkSizes:
      SnapshotKeyCount: 0
      Node: id=0 raft=localhost:43533
      State: Leader
      Leader: id=0 raft=localhost:43533 grpc=
      CurrentTerm: 1
      LastSeq: 1
      LastLogIndex: 4
      LastApplied: T1-N0.4
      Replication:
        - [0] T1-N0.4
      Voters:
        - id=0 raft=localhost:43533 grpc=
      """;

  @Test
  void theNewJsonIsRead() throws Unreadable {
    MetaStatus status = MetaStatusJson.parse(NEW_JSON);

    assertThat(status.id()).isEqualTo(1);
    assertThat(status.binary()).contains(DatabendVersion.of("1.2.925-nightly"));
    assertThat(status.leads()).isTrue();
    assertThat(status.leader()).isEqualTo(1);
    assertThat(status.term()).isEqualTo(4);
    assertThat(status.lastLogIndex()).isEqualTo(29);
    assertThat(status.lastApplied()).isEqualTo(28);
    assertThat(status.lastSequence()).isEqualTo(12);
    assertThat(status.snapshotKeys()).isEqualTo(17);
    assertThat(status.voters()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void theOldJsonIsRead() throws Unreadable {
    MetaStatus status = MetaStatusJson.parse(OLD_JSON);

    assertThat(status.binary()).contains(DatabendVersion.of("1.2.527-nightly"));
    assertThat(status.data()).isEqualTo("V002");
    assertThat(status.leads()).isFalse();
    assertThat(status.leader()).isNull();
    assertThat(status.lastApplied()).isEqualTo(13);
    assertThat(status.snapshotKeys()).isNull();
  }

  @Test
  void whatMetactlPrintsIsRead() throws Unreadable {
    MetaStatus status = MetactlStatus.parse(METACTL);

    assertThat(status.id()).isZero();
    // The date of a library is no release.
    assertThat(status.binary()).isEmpty();
    assertThat(status.data()).isEqualTo("V004");
    assertThat(status.leads()).isTrue();
    assertThat(status.leader()).isZero();
    assertThat(status.lastApplied()).isEqualTo(4);
    assertThat(status.lastSequence()).isEqualTo(1);
    assertThat(status.snapshotKeys()).isZero();
    assertThat(status.voters()).isEqualTo(List.of(0L));
  }

  @Test
  void anOldMetactlAndANodeWithoutALeaderAreRead() throws Unreadable {
    MetaStatus status =
        MetactlStatus.parse(
            """
            BinaryVersion: v1.2.527-nightly-ab08029eb9-simd(1.81.0-nightly-2024-06-11T10:25:24.388192597Z)
            DataVersion: V002
            DBSize: 18899
            KeyNumber: 5
            Node: id=2 raft=10.0.0.2:28103
            State: Candidate
            CurrentTerm: 7
            LastSeq: 11
            LastLogIndex: 13
            LastApplied: T6-N1.13
            Voters:
              - id=1 raft=10.0.0.1:28103 grpc=10.0.0.1:9191
              - id=2 raft=10.0.0.2:28103 grpc=10.0.0.2:9191
            """);

    assertThat(status.leader()).isNull();
    assertThat(status.state()).isEqualTo("Candidate");
    assertThat(status.snapshotKeys()).isNull();
    assertThat(status.voters()).containsExactly(1L, 2L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{}", "<html>", "{\"id\":1}"})
  void anythingElseIsNotUnderstood(String text) {
    assertThatThrownBy(() -> MetaStatusJson.parse(text)).isInstanceOf(Unreadable.class);
    assertThatThrownBy(() -> MetactlStatus.parse(text)).isInstanceOf(Unreadable.class);
  }

  @Test
  void aNumberThatIsNoneIsNotUnderstood() {
    assertThatThrownBy(
            () -> MetaStatusJson.parse(NEW_JSON.replace("\"last_seq\":12", "\"last_seq\":\"x\"")))
        .hasMessageStartingWith("expected a number as \"last_seq\"");
    assertThatThrownBy(() -> MetactlStatus.parse(METACTL.replace("LastSeq: 1", "LastSeq: ?")))
        .hasMessage("expected a number after \"LastSeq:\" but got: ?");
    assertThatThrownBy(() -> MetactlStatus.parse(METACTL.replace("T1-N0.4\nRep", "somewhere\nRep")))
        .hasMessageStartingWith("expected a log id such as T1-N0.4");
  }
}
