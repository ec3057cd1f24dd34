package dev.lockkeeper.workflows.databend;

import dev.lockkeeper.workflows.model.Target;
import org.jspecify.annotations.Nullable;

/**
 * A daemon of the cluster and where it is asked. Addresses are {@code host:port} as the node itself
 * reaches them.
 *
 * @param node where it runs
 * @param configuration absolute path of the file it was started with
 * @param logs directory of its log files; empty if it writes none
 * @param admin of its admin API
 * @param client where clients ask: HTTP of databend-query, gRPC of databend-meta
 * @param group of a query node, its tenant and cluster_id: nodes of one group work together; of a
 *     meta node, empty
 * @param raftId of a meta node, its raft_config.id; -1 for a query node
 * @param unit the systemd unit that runs it; absent if it was started by hand
 */
public record Daemon(
    DatabendRole role,
    Target node,
    String configuration,
    String logs,
    String admin,
    String client,
    String group,
    long raftId,
    @Nullable String unit) {
  /** The node's name. */
  public String name() {
    return node.node().name();
  }
}
