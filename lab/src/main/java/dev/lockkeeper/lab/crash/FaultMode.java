package dev.lockkeeper.lab.crash;

import java.util.List;

/** What kind of thing goes wrong. */
public enum FaultMode {
  WORKER("The worker is killed"),
  SERVER("The Temporal server is killed"),
  LINK("A link is cut"),
  REBOOT("A host reboots"),
  DISK("A disk is full"),
  FREEZE("A server does not stop"),
  DELAY("A node answers late");

  private final String title;

  FaultMode(String title) {
    this.title = title;
  }

  /** For people. */
  String title() {
    return title;
  }

  /** What happens in this mode, and where. */
  List<FaultCase> cases() {
    return switch (this) {
      case WORKER -> OrchestratorFaults.worker();
      case SERVER -> OrchestratorFaults.server();
      case LINK -> LinkFaults.cases();
      case REBOOT -> HostFaults.reboots();
      case DISK -> HostFaults.disks();
      case FREEZE -> HostFaults.freezes();
      case DELAY -> HostFaults.delays();
    };
  }
}
