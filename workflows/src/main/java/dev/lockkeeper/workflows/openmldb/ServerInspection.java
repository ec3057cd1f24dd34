package dev.lockkeeper.workflows.openmldb;

import dev.lockkeeper.workflows.model.HostFacts;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the preflight saw on one node.
 *
 * @param version that the running server says it has; absent if none runs or it does not say
 * @param endpoint what the cluster calls the server: its address, or its name with {@code
 *     --use_name}; empty if it has none
 * @param address where it listens, as {@code host:port}; empty if that is not known
 * @param home the installation: the request's home with symbolic links resolved
 * @param staged where the new release will lie until it is switched to
 * @param session how long ZooKeeper keeps the server's registration after its end
 * @param problems what keeps the upgrade from starting
 * @param notes what somebody should know
 * @param host what the host says; absent if nobody has looked
 */
public record ServerInspection(
    String node,
    @Nullable String version,
    String endpoint,
    String address,
    String home,
    String staged,
    Duration session,
    List<String> problems,
    List<String> notes,
    @Nullable HostFacts host) {
  /** Of a node whose host nobody has looked at. */
  public ServerInspection(
      String node,
      @Nullable String version,
      String endpoint,
      String address,
      String home,
      String staged,
      Duration session,
      List<String> problems,
      List<String> notes) {
    this(node, version, endpoint, address, home, staged, session, problems, notes, null);
  }
}
