package dev.lockkeeper.activities.kwdb;

/**
 * A node as the cluster's own catalogue sees it.
 *
 * @param build release it runs
 * @param live the others hear from it
 * @param draining it hands its work over; only a new start ends that
 * @param upgrading it was announced for an upgrade (KWDB's own {@code node upgrade}) and not
 *     started with {@code --upgrade-complete} since
 */
public record NodeLiveness(
    long id,
    String address,
    String build,
    boolean live,
    boolean draining,
    boolean decommissioning,
    boolean upgrading) {

  /** Whether it takes its full part. */
  public boolean serves() {
    return live && !draining && !decommissioning && !upgrading;
  }
}
