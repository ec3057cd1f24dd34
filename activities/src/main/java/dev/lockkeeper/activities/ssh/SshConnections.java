package dev.lockkeeper.activities.ssh;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A pool of SSH connections: one per node, shared by all threads, made when first needed, made anew
 * when lost, closed when idle. Jump hosts are connections of the pool as well, shared by the nodes
 * behind them.
 *
 * <p>Make one per process and close it at the end.
 */
public final class SshConnections implements Nodes, AutoCloseable {
  private final CredentialProfiles profiles;
  private final SshSettings settings;
  private final Background background = new Background();
  private final Transfers transfers = new Transfers();
  private final Connector connector;
  private final Map<Route, Slot> slots = new ConcurrentHashMap<>();

  public SshConnections(CredentialProfiles profiles) {
    this(profiles, SshSettings.defaults());
  }

  public SshConnections(CredentialProfiles profiles, SshSettings settings) {
    this.profiles = profiles;
    this.settings = settings;
    this.connector = new Connector(profiles, settings, background);
    Duration period = settings.idleTimeout().dividedBy(4);
    background.every(
        period.toMillis() < 100 ? Duration.ofMillis(100) : period,
        () -> slots.values().forEach(slot -> slot.retireIfIdle(settings.idleTimeout())));
  }

  @Override
  public SshConnection to(SshTarget target) {
    return new PooledConnection(target, () -> slot(target), settings, background, transfers);
  }

  private Slot slot(SshTarget target) throws BadCredentials {
    return slot(Route.to(target, profiles.named(target.credentials())));
  }

  private Slot slot(Route route) {
    Slot present = slots.get(route);
    if (present != null) {
      return present;
    }
    Slot via = route.via() == null ? null : slot(route.via());
    return slots.computeIfAbsent(route, key -> new Slot(key, connector, background, via));
  }

  /** Cuts all connections; calls that are under way fail as {@link Unreachable}. */
  @Override
  public void close() {
    slots.values().forEach(Slot::close);
    background.close();
  }
}
