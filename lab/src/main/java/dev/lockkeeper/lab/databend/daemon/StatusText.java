package dev.lockkeeper.lab.databend.daemon;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A node's state as databend-meta's admin API and databend-metactl show it. */
final class StatusText {
  private final Build build;
  private final RaftStatus status;

  StatusText(Build build, RaftStatus status) {
    this.build = build;
    this.status = status;
  }

  /** The answer of {@code /v1/cluster/status}; it changed with the Raft log of 1.2.658. */
  String json() {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("id", status.self().id());
    all.put("binary_version", build.httpVersion());
    all.put("data_version", build.data());
    all.put("endpoint", status.self().raft().toString());
    if (build.atLeast("1.2.658")) {
      Map<String, Object> log = new LinkedHashMap<>();
      log.put("cache_items", status.lastIndex());
      log.put("cache_used_size", status.logBytes());
      log.put("wal_total_size", status.logBytes());
      log.put("wal_open_chunk_size", status.logBytes());
      log.put("wal_offset", status.logBytes());
      log.put("wal_closed_chunk_count", 0);
      log.put("wal_closed_chunk_total_size", 0);
      log.put("wal_closed_chunk_sizes", Map.of());
      all.put("raft_log", log);
      all.put("snapshot_key_count", status.keys());
    } else {
      all.put("db_size", status.logBytes());
      if (build.atLeast("1.2.468")) {
        all.put("key_num", status.keys());
      }
    }
    all.put("state", status.role().word());
    all.put("is_leader", status.isLeader());
    all.put("current_term", status.term());
    all.put("last_log_index", status.lastIndex());
    all.put("last_applied", logId(status.lastApplied(), status.applied()));
    all.put("snapshot_last_log_id", null);
    all.put("purged", null);
    Member leader = status.leader();
    all.put("leader", leader == null ? null : node(leader));
    if (status.isLeader()) {
      Map<String, Object> replication = new LinkedHashMap<>();
      status
          .replication()
          .forEach(
              (id, index) ->
                  replication.put(Integer.toString(id), logId(status.lastApplied(), index)));
      all.put("replication", replication);
    } else {
      all.put("replication", null);
    }
    all.put("voters", status.voters().stream().map(StatusText::node).toList());
    all.put("non_voters", List.of());
    all.put("last_seq", status.sequence());
    return Json.of(all);
  }

  /** The answer of {@code /v1/cluster/nodes}. */
  String nodes() {
    return Json.of(status.voters().stream().map(StatusText::node).toList());
  }

  /** What {@code databend-metactl status} prints. */
  String metactl() {
    StringBuilder text = new StringBuilder();
    text.append("BinaryVersion: ").append(build.grpcVersion()).append('\n');
    text.append("DataVersion: ").append(build.data()).append('\n');
    if (build.atLeast("1.2.658")) {
      text.append("RaftLogSize: ").append(status.logBytes()).append('\n');
      text.append("RaftLog:\n");
      text.append("  - CacheItems: ").append(status.lastIndex()).append('\n');
      text.append("  - CacheUsedSize: ").append(status.logBytes()).append('\n');
      text.append("  - WALTotalSize: ").append(status.logBytes()).append('\n');
      text.append("  - WALOpenChunkSize: ").append(status.logBytes()).append('\n');
      text.append("  - WALOffset: ").append(status.logBytes()).append('\n');
      text.append("  - WALClosedChunkCount: 0\n");
      text.append("  - WALClosedChunkTotalSize: 0\n");
      text.append("  - WALClosedChunkSizes:\n");
      text.append("SnapshotKeyCount: ").append(status.keys()).append('\n');
    } else {
      text.append("DBSize: ").append(status.logBytes()).append('\n');
      text.append("KeyNumber: ").append(status.keys()).append('\n');
    }
    text.append("Node: id=%d raft=%s%n".formatted(status.self().id(), status.self().raft()));
    text.append("State: ").append(status.role().word()).append('\n');
    Member leader = status.leader();
    if (leader != null) {
      text.append("Leader: ").append(leader).append('\n');
    }
    text.append("CurrentTerm: ").append(status.term()).append('\n');
    text.append("LastSeq: ").append(status.sequence()).append('\n');
    text.append("LastLogIndex: ").append(status.lastIndex()).append('\n');
    text.append("LastApplied: ").append(logId(status.applied())).append('\n');
    if (status.isLeader()) {
      text.append("Replication:\n");
      status
          .replication()
          .forEach(
              (id, index) ->
                  text.append("  - [%d] %s".formatted(id, logId(index)))
                      .append(index == status.applied() ? "\n" : " *\n"));
    }
    text.append("Voters:\n");
    status.voters().forEach(voter -> text.append("  - ").append(voter).append('\n'));
    return text.toString();
  }

  private String logId(int index) {
    return "T" + status.lastApplied().term() + "-N" + status.lastApplied().leader() + "." + index;
  }

  private static Map<String, Object> logId(Entry entry, int index) {
    Map<String, Object> leader = new LinkedHashMap<>();
    leader.put("term", entry.term());
    leader.put("node_id", entry.leader());
    Map<String, Object> id = new LinkedHashMap<>();
    id.put("leader_id", leader);
    id.put("index", index);
    return id;
  }

  private static Map<String, Object> node(Member member) {
    Map<String, Object> endpoint = new LinkedHashMap<>();
    endpoint.put("addr", member.raft().host());
    endpoint.put("port", member.raft().port());
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("name", Integer.toString(member.id()));
    node.put("endpoint", endpoint);
    node.put("grpc_api_advertise_address", member.grpc());
    return node;
  }
}
