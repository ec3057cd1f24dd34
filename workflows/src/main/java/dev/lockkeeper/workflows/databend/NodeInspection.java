package dev.lockkeeper.workflows.databend;

import dev.lockkeeper.workflows.model.HostFacts;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the preflight saw on one node.
 *
 * @param daemon the running daemon; absent if there is none, or none that can be upgraded
 * @param query what the installed databend-query says of itself; absent on a meta node
 * @param meta what the installed databend-meta says of itself; absent on a query node
 * @param onDisk the form of a meta node's data
 * @param home the installed release: the request's home with symbolic links resolved
 * @param newHome where the new release will lie
 * @param problems what keeps the upgrade from starting
 * @param notes what somebody should know
 * @param host what the host says; absent if nobody has looked
 */
public record NodeInspection(
    String node,
    @Nullable Daemon daemon,
    @Nullable QueryBinary query,
    @Nullable MetaBinary meta,
    @Nullable DataVersion onDisk,
    String home,
    String newHome,
    List<String> problems,
    List<String> notes,
    @Nullable HostFacts host) {
  /** Of a node whose host nobody has looked at. */
  public NodeInspection(
      String node,
      @Nullable Daemon daemon,
      @Nullable QueryBinary query,
      @Nullable MetaBinary meta,
      @Nullable DataVersion onDisk,
      String home,
      String newHome,
      List<String> problems,
      List<String> notes) {
    this(node, daemon, query, meta, onDisk, home, newHome, problems, notes, null);
  }

  /** The daemon of a node without problems. */
  public Daemon knownDaemon() {
    return Objects.requireNonNull(daemon, () -> "no daemon runs on " + node);
  }

  /** The release that is installed; empty if nothing is known. */
  public String version() {
    if (query != null) {
      return query.version().toString();
    }
    return meta == null ? "" : meta.version().toString();
  }
}
