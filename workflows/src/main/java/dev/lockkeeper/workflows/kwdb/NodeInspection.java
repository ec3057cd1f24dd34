package dev.lockkeeper.workflows.kwdb;

import dev.lockkeeper.workflows.model.HostFacts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the preflight saw on one node.
 *
 * @param method which way of the page fits what the node says of itself; absent if it says nothing
 * @param topology how the node was started
 * @param version of the installed programs, or in the container; absent if there are none
 * @param address the node's own, as the cluster calls it
 * @param port for SQL
 * @param user who runs the server
 * @param security what kwbase takes: {@code --insecure} or {@code --certs-dir=…}
 * @param home directory of the login user, absolute
 * @param staged where the new package will lie
 * @param dataRoot where its data lies; empty if that is not known
 * @param command words of the server's start command, from its verb on; empty where systemd or
 *     Docker keeps it
 * @param container how it is replaced; absent where there is none
 * @param problems what keeps the upgrade from starting
 * @param notes what somebody should know
 * @param host what the host says; absent if nobody has looked
 */
public record NodeInspection(
    String node,
    @Nullable KwdbMethod method,
    @Nullable Topology topology,
    @Nullable String version,
    String address,
    int port,
    String user,
    String security,
    String home,
    String staged,
    String dataRoot,
    List<String> command,
    @Nullable ContainerPlan container,
    List<String> problems,
    List<String> notes,
    @Nullable HostFacts host) {
  /** Of a node whose host nobody has looked at. */
  public NodeInspection(
      String node,
      @Nullable KwdbMethod method,
      @Nullable Topology topology,
      @Nullable String version,
      String address,
      int port,
      String user,
      String security,
      String home,
      String staged,
      String dataRoot,
      List<String> command,
      @Nullable ContainerPlan container,
      List<String> problems,
      List<String> notes) {
    this(
        node, method, topology, version, address, port, user, security, home, staged, dataRoot,
        command, container, problems, notes, null);
  }

  /** The same with what the host says. */
  public NodeInspection on(@Nullable HostFacts facts) {
    return new NodeInspection(
        node, method, topology, version, address, port, user, security, home, staged, dataRoot,
        command, container, problems, notes, facts);
  }

  /** Of a node that could not be looked at. */
  public static NodeInspection unseen(String node, String problem) {
    return new NodeInspection(
        node,
        null,
        null,
        null,
        "",
        0,
        "",
        "",
        "",
        "",
        "",
        List.of(),
        null,
        List.of(problem),
        List.of());
  }
}
