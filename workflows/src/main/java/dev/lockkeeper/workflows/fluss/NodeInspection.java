package dev.lockkeeper.workflows.fluss;

import dev.lockkeeper.workflows.model.HostFacts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the preflight saw on one node.
 *
 * @param server the running server; absent if there is none
 * @param home the installed release: the request's home with symbolic links resolved
 * @param newHome where the new release will lie
 * @param problems what keeps the upgrade from starting
 * @param notes what somebody should know
 * @param host what the host says; absent if nobody has looked
 */
public record NodeInspection(
    String node,
    @Nullable RunningServer server,
    String home,
    String newHome,
    List<String> problems,
    List<String> notes,
    @Nullable HostFacts host) {
  /** Of a node whose host nobody has looked at. */
  public NodeInspection(
      String node,
      @Nullable RunningServer server,
      String home,
      String newHome,
      List<String> problems,
      List<String> notes) {
    this(node, server, home, newHome, problems, notes, null);
  }
}
