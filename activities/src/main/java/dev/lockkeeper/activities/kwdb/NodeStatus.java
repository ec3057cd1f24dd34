package dev.lockkeeper.activities.kwdb;

import dev.lockkeeper.workflows.model.Version;
import java.util.Map;

/**
 * A line of {@code kwbase node status}.
 *
 * @param sqlAddress host and port for clients
 * @param build the release it runs, as it says it
 * @param startMode {@code start}, {@code start-single-replica} or {@code start-single-node}
 * @param available its liveness has not expired and it is not being upgraded; says nothing of
 *     draining
 * @param live the other nodes hear from it
 * @param all all columns, by name
 */
public record NodeStatus(
    long id,
    String address,
    String sqlAddress,
    String build,
    String startMode,
    boolean available,
    boolean live,
    Map<String, String> all) {
  public NodeStatus {
    all = Map.copyOf(all);
  }

  /** Whether both columns that the vendor's page asks for are true. */
  public boolean serves() {
    return available && live;
  }

  /** Whether it runs that release; a leading V in the build is no difference. */
  public boolean runs(Version version) {
    String tag = build.startsWith("V") || build.startsWith("v") ? build.substring(1) : build;
    return Version.isValid(tag) && Version.of(tag).equals(version);
  }

  /** Whether clients reach it at this address, whatever the port. */
  public boolean hasAddress(String host) {
    int colon = sqlAddress.lastIndexOf(':');
    return colon > 0 && sqlAddress.substring(0, colon).equals(host);
  }
}
