package dev.lockkeeper.activities.databend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockkeeper.activities.sql.SqlProfile;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.databend.ClusterView;
import dev.lockkeeper.workflows.databend.Daemon;
import dev.lockkeeper.workflows.databend.DatabendRole;
import dev.lockkeeper.workflows.databend.DatabendVersion;
import dev.lockkeeper.workflows.model.FailureReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks the daemons of a cluster for their state. */
final class ClusterProbe {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STATUS = "/v1/cluster/status";
  private static final int LOOKS_AT_A_FOLLOWER = 20;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private final ClusterView view;
  private final DaemonLines lines;
  private final SqlProfile profile;

  ClusterProbe(ClusterView view, DaemonLines lines, SqlProfile profile) {
    this.view = view;
    this.lines = lines;
    this.profile = profile;
  }

  /** Asks all meta nodes, the leader first and once more in the end. */
  MetaRules metas() throws SshFailure, InterruptedException {
    List<Daemon> order = new ArrayList<>(view.of(DatabendRole.META));
    // Whoever leads is asked first, so that nobody else can be behind what it says.
    Optional<Daemon> leader = findLeader(order);
    leader.ifPresent(
        leads -> {
          order.remove(leads);
          order.add(0, leads);
        });
    List<MetaReading> readings = new ArrayList<>();
    for (Daemon daemon : order) {
      readings.add(readings.isEmpty() ? meta(daemon) : caughtUp(daemon, readings.get(0)));
    }
    @Nullable MetaStatus again = leader.isEmpty() ? null : meta(leader.get()).status();
    return new MetaRules(readings, again);
  }

  /** A follower hears that an entry counts only with the next one or the next heartbeat. */
  private MetaReading caughtUp(Daemon follower, MetaReading leader)
      throws SshFailure, InterruptedException {
    MetaReading reading = meta(follower);
    for (int again = 0; again < LOOKS_AT_A_FOLLOWER && isBehind(reading, leader); again++) {
      Thread.sleep(BETWEEN_LOOKS.toMillis());
      reading = meta(follower);
    }
    return reading;
  }

  private static boolean isBehind(MetaReading follower, MetaReading leader) {
    MetaStatus behind = follower.status();
    MetaStatus ahead = leader.status();
    return behind != null && ahead != null && behind.lastApplied() < ahead.lastApplied();
  }

  private Optional<Daemon> findLeader(List<Daemon> metas) throws SshFailure, InterruptedException {
    for (Daemon daemon : metas) {
      MetaStatus status = meta(daemon).status();
      if (status != null && status.leader() != null) {
        long id = status.leader();
        return metas.stream().filter(other -> other.raftId() == id).findFirst();
      }
    }
    return Optional.empty();
  }

  private MetaReading meta(Daemon daemon) throws SshFailure, InterruptedException {
    try {
      MetaStatus status = MetaStatusJson.parse(lines.admin(daemon, STATUS));
      return status.id() == daemon.raftId()
          ? new MetaReading(daemon, status, "")
          : new MetaReading(
              daemon,
              null,
              "says it is " + status.id() + ", but its configuration says " + daemon.raftId());
    } catch (DaemonLines.Silent | Unreadable e) {
      return new MetaReading(daemon, null, String.valueOf(e.getMessage()));
    }
  }

  /** Hands leadership over, if the node still leads. */
  void transfer(Daemon leader, Daemon to) throws StepFailed, SshFailure, InterruptedException {
    try {
      DaemonLines.Page page =
          lines.page(leader, "/v1/ctrl/trigger_transfer_leader?to=" + to.raftId());
      // 404 with a text: it does not lead any more. 404 without: it has no such page.
      if (page.status() != 200 && !page.text().contains("not leader")) {
        throw new StepFailed(
            FailureReason.REFUSED,
            leader.name() + " does not hand over leadership: HTTP " + page.status());
      }
    } catch (DaemonLines.Silent e) {
      throw new StepFailed(FailureReason.UNREACHABLE, leader.name() + " " + e.getMessage());
    }
  }

  /** Asks all query nodes. */
  QueryRules queries() throws StepFailed, SshFailure, InterruptedException {
    List<QueryReading> readings = new ArrayList<>();
    for (Daemon daemon : view.of(DatabendRole.QUERY)) {
      readings.add(query(daemon));
    }
    return new QueryRules(readings);
  }

  /** The release that a daemon says it runs; empty if it says nothing. */
  Optional<DatabendVersion> version(Daemon daemon)
      throws StepFailed, SshFailure, InterruptedException {
    if (daemon.role() == DatabendRole.QUERY) {
      return Optional.ofNullable(query(daemon).version());
    }
    MetaStatus status = meta(daemon).status();
    return status == null ? Optional.empty() : status.binary();
  }

  private QueryReading query(Daemon daemon) throws StepFailed, SshFailure, InterruptedException {
    try {
      JsonNode own = lines.rows(daemon, profile, "SELECT version()");
      String text = own.path(0).path(0).asText("");
      Optional<DatabendVersion> version = VersionText.find(text);
      if (version.isEmpty()) {
        return new QueryReading(daemon, null, List.of(), "says it is " + text);
      }
      List<QueryReading.Row> rows = new ArrayList<>();
      for (JsonNode row :
          lines.rows(daemon, profile, "SELECT name, host, port, version FROM system.clusters")) {
        rows.add(
            new QueryReading.Row(
                row.path(0).asText(),
                row.path(1).asText() + ":" + row.path(2).asText(),
                row.path(3).asText()));
      }
      return new QueryReading(daemon, version.get(), rows, "");
    } catch (DaemonLines.Silent e) {
      return new QueryReading(daemon, null, List.of(), String.valueOf(e.getMessage()));
    }
  }

  /** How many statements run or wait on a query node. */
  static long statements(DaemonLines lines, Daemon query)
      throws StepFailed, SshFailure, InterruptedException {
    try {
      JsonNode status = JSON.readTree(lines.admin(query, "/v1/status"));
      if (!status.path("running_queries_count").isIntegralNumber()) {
        throw new StepFailed(
            FailureReason.INVALID,
            query.name() + " does not say in /v1/status how many statements run");
      }
      return status.get("running_queries_count").asLong()
          + status.path("queuing_queries_count").asLong(0);
    } catch (DaemonLines.Silent | JsonProcessingException e) {
      throw new StepFailed(FailureReason.UNREACHABLE, query.name() + " " + e.getMessage());
    }
  }
}
