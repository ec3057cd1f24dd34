package dev.lockkeeper.lab.bench;

import dev.lockkeeper.lab.host.LabException;
import dev.lockkeeper.lab.host.LabHost;

/** What a host's network interface has received, packets and all, as its kernel counts it. */
final class ReceivedBytes {
  private static final String INTERFACE = "eth0:";

  private ReceivedBytes() {}

  /** Since the host was booted. */
  static long of(LabHost host) {
    return parse(host.run("cat", "/proc/net/dev").orThrow().output());
  }

  /**
   * Reads a table of the kernel: a line for each interface, the received bytes first (proc(5)).
   *
   * @throws LabException when it has no line for {@code eth0}
   */
  static long parse(String table) {
    return table
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith(INTERFACE))
        .map(line -> line.substring(INTERFACE.length()).strip().split(" +")[0])
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow(() -> new LabException("A host has no interface " + INTERFACE + "\n" + table));
  }
}
