package dev.lockkeeper.workflows.kwdb;

import dev.lockkeeper.workflows.model.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a KWDB cluster is asked: over JDBC at any member, and what JDBC cannot do by {@code kwbase}
 * on one.
 *
 * @param sqlCredentials name of the worker's profile; absent for root of an insecure cluster
 */
public record KwdbView(List<Member> members, @Nullable String sqlCredentials, SqlRoute route) {
  /**
   * A node of the cluster.
   *
   * @param address as the cluster calls it
   * @param port for SQL
   * @param user who may read the keys
   * @param program path of {@code kwbase}, on the node or in the container
   * @param container its name; empty if there is none
   * @param security what kwbase takes
   */
  public record Member(
      Target target,
      String address,
      int port,
      String user,
      String program,
      String container,
      String security) {}
}
