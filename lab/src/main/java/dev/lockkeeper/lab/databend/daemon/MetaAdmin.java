package dev.lockkeeper.lab.databend.daemon;

import com.sun.net.httpserver.HttpExchange;
import dev.lockkeeper.lab.databend.daemon.Http.Page;
import dev.lockkeeper.lab.databend.daemon.Wire.Refused;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** databend-meta's admin API. */
final class MetaAdmin {
  private final Build build;
  private final RaftNode raft;

  MetaAdmin(Build build, RaftNode raft) {
    this.build = build;
    this.raft = raft;
  }

  void serve(Address at) throws IOException {
    Http http =
        new Http(at)
            // A constant: it only says that this server listens.
            .on("/v1/health", exchange -> Page.json("{\"status\":\"pass\"}"))
            .on("/v1/cluster/nodes", exchange -> Page.json(text().nodes()))
            .on("/v1/cluster/status", exchange -> Page.json(text().json()))
            .on("/v1/metrics", exchange -> Page.text(200, metrics()))
            .on("/v1/ctrl/trigger_snapshot", exchange -> Page.json("null"));
    if (build.atLeast("1.2.599")) {
      http.on("/v1/ctrl/trigger_transfer_leader", this::transfer);
    }
    http.start();
  }

  private StatusText text() {
    return new StatusText(build, raft.status());
  }

  private Page transfer(HttpExchange exchange) {
    RaftStatus status = raft.status();
    List<Integer> voters = status.voters().stream().map(Member::id).toList();
    String query = exchange.getRequestURI().getQuery();
    int to = query != null && query.startsWith("to=") ? Integer.parseInt(query.substring(3)) : -1;
    try {
      int target = raft.transfer(to);
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("from", status.self().id());
      answer.put("to", target);
      answer.put("voter_ids", voters);
      return Page.json(build.atLeast("1.2.601") ? Json.of(answer) : "null");
    } catch (Refused refusal) {
      Member leader = status.leader();
      return Page.text(
          404,
          "This node is not leader, can not transfer leadership;\nid=%d\ncurrent_leader=%s\nvoter_ids=%s"
              .formatted(
                  status.self().id(),
                  leader == null ? "None" : "Some(" + leader.id() + ")",
                  voters));
    }
  }

  private String metrics() {
    RaftStatus status = raft.status();
    Member leader = status.leader();
    boolean healthy = status.role() == RaftRole.LEADER || status.role() == RaftRole.FOLLOWER;
    return """
        # TYPE metasrv_server_is_leader gauge
        metasrv_server_is_leader %d
        # TYPE metasrv_server_node_is_health gauge
        metasrv_server_node_is_health %d
        # TYPE metasrv_server_current_leader_id gauge
        metasrv_server_current_leader_id %d
        # TYPE metasrv_server_current_term gauge
        metasrv_server_current_term %d
        # TYPE metasrv_server_last_log_index gauge
        metasrv_server_last_log_index %d
        # TYPE metasrv_server_proposals_pending gauge
        metasrv_server_proposals_pending 0
        # EOF
        """
        .formatted(
            status.isLeader() ? 1 : 0,
            healthy && leader != null ? 1 : 0,
            leader == null ? 0 : leader.id(),
            status.term(),
            status.lastIndex());
  }
}
