package dev.lockkeeper.workflows;

import dev.lockkeeper.workflows.model.HostFacts;
import dev.lockkeeper.workflows.model.HostFacts.ClockReading;
import dev.lockkeeper.workflows.model.HostFacts.Leftover;
import dev.lockkeeper.workflows.model.HostFacts.PortUse;
import dev.lockkeeper.workflows.model.HostFacts.Room;
import java.util.List;
import java.util.Map;

/** What hosts may say of themselves. */
public final class HostSamples {
  private HostSamples() {}

  /** Nothing is wrong. */
  public static HostFacts good() {
    return new HostFacts(
        new ClockReading(12, 40),
        Map.of("tar", "tar (GNU tar) 1.34"),
        List.of(),
        List.of(new Room(Room.LOGIN, 10_000_000, 1_000_000)),
        List.of(new PortUse(9124, true, List.of())),
        List.of(),
        List.of());
  }

  /** Good but for the clock. */
  public static HostFacts clock(long offsetMillis, long uncertaintyMillis) {
    HostFacts good = good();
    return new HostFacts(
        new ClockReading(offsetMillis, uncertaintyMillis),
        good.tools(),
        good.missing(),
        good.rooms(),
        good.ports(),
        good.leftovers(),
        good.unread());
  }

  /** Good but for what was left there. */
  public static HostFacts left(Leftover... leftovers) {
    HostFacts good = good();
    return new HostFacts(
        good.clock(),
        good.tools(),
        good.missing(),
        good.rooms(),
        good.ports(),
        List.of(leftovers),
        good.unread());
  }

  /** Good but for a port. */
  public static HostFacts port(PortUse use) {
    HostFacts good = good();
    return new HostFacts(
        good.clock(),
        good.tools(),
        good.missing(),
        good.rooms(),
        List.of(use),
        good.leftovers(),
        good.unread());
  }

  /** Good but for the inodes that are free. */
  public static HostFacts inodes(long free) {
    HostFacts good = good();
    return new HostFacts(
        good.clock(),
        good.tools(),
        good.missing(),
        List.of(new Room(Room.LOGIN, 10_000_000, free)),
        good.ports(),
        good.leftovers(),
        good.unread());
  }

  /** Good but for the space in the login directory. */
  public static HostFacts freeKib(long free) {
    HostFacts good = good();
    return new HostFacts(
        good.clock(),
        good.tools(),
        good.missing(),
        List.of(new Room(Room.LOGIN, free, 1_000_000)),
        good.ports(),
        good.leftovers(),
        good.unread());
  }

  /** A host that lacks tools and does not say the rest. */
  public static HostFacts poor(List<String> missing, String... unread) {
    return new HostFacts(null, Map.of(), missing, List.of(), List.of(), List.of(), List.of(unread));
  }
}
