package dev.lockkeeper.activities.kwdb;

import dev.lockkeeper.activities.sql.SqlRow;
import dev.lockkeeper.activities.sql.SqlSession;
import dev.lockkeeper.activities.step.StepFailed;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Questions to a cluster's catalogue {@code kwdb_internal}, which needs the admin role. Tables are
 * asked and not {@code SHOW}, so that columns have names and no default filter hides a row. Numbers
 * come as text: INT is 8 bytes wide here.
 */
public final class KwdbCatalogue {
  /**
   * The vendor's query for the state of the replicas, and how many stores and ranges it is about.
   */
  private static final String REPLICAS =
      """
      SELECT count(*) AS stores,
             sum((metrics->>'ranges')::DECIMAL)::INT AS ranges,
             sum((metrics->>'ranges.unavailable')::DECIMAL)::INT AS ranges_unavailable,
             sum((metrics->>'ranges.underreplicated')::DECIMAL)::INT AS ranges_underreplicated
      FROM kwdb_internal.kv_store_status
      """;

  private static final String NODES =
      """
      SELECT n.node_id, n.sql_address, n.build_tag, n.is_live,
             l.draining, l.decommissioning, l.upgrading
      FROM kwdb_internal.gossip_nodes AS n
      JOIN kwdb_internal.gossip_liveness AS l ON l.node_id = n.node_id
      ORDER BY n.node_id
      """;

  private static final String JOBS =
      """
      SELECT job_id, job_type, status, description
      FROM kwdb_internal.jobs
      WHERE status NOT IN ('succeeded', 'failed', 'canceled')
      ORDER BY job_id
      """;

  private static final String RANGES =
      """
      SELECT lease_holder, array_to_string(replicas, ',') AS nodes, count(*) AS ranges
      FROM kwdb_internal.ranges
      GROUP BY lease_holder, array_to_string(replicas, ',')
      ORDER BY 1, 2
      """;

  private static final String VERSION = "SELECT kwdb_internal.node_executable_version() AS version";

  private final SqlSession session;

  public KwdbCatalogue(SqlSession session) {
    this.session = session;
  }

  /** The ranges as the stores last reported them. */
  public ReplicaHealth replicaHealth() throws StepFailed {
    return session.single(
        REPLICAS,
        row ->
            new ReplicaHealth(
                row.number("stores"),
                number(row, "ranges"),
                number(row, "ranges_unavailable"),
                number(row, "ranges_underreplicated")));
  }

  /** The nodes that were ever heard of and not removed. */
  public List<NodeLiveness> nodes() throws StepFailed {
    return session.query(
        NODES,
        row ->
            new NodeLiveness(
                row.number("node_id"),
                row.text("sql_address"),
                row.text("build_tag"),
                row.flag("is_live"),
                row.flag("draining"),
                row.flag("decommissioning"),
                row.flag("upgrading")));
  }

  /** The jobs that have not ended, those that run for ever included. */
  public List<RunningJob> runningJobs() throws StepFailed {
    return session.query(
        JOBS,
        row ->
            new RunningJob(
                row.number("job_id"),
                row.text("job_type"),
                row.text("status"),
                String.valueOf(row.textOrNull("description"))));
  }

  /** Where the ranges lie. Expensive on a big cluster: to be asked at gates, not in loops. */
  public RangeSpread rangeSpread() throws StepFailed {
    return new RangeSpread(
        session.query(
            RANGES,
            row ->
                new RangeSpread.Group(
                    number(row, "lease_holder"), ids(row.text("nodes")), row.number("ranges"))));
  }

  /** The internal version, such as {@code 20.1-3}: the same for all of 3.x up to now. */
  public String internalVersion() throws StepFailed {
    return session.single(VERSION, row -> row.text("version"));
  }

  /** A sum over nothing is NULL, and a range may have no leaseholder. */
  private static long number(SqlRow row, String column) throws StepFailed {
    @Nullable String value = row.textOrNull(column);
    return value == null ? 0 : row.number(column);
  }

  private static List<Long> ids(String list) {
    return Arrays.stream(list.split(","))
        .filter(word -> word.matches("[0-9]+"))
        .map(Long::valueOf)
        .toList();
  }
}
