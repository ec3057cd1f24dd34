package dev.lockkeeper.lab.crash;

import dev.lockkeeper.lab.lookalike.LookalikeNode;

/**
 * Everything on a host is killed and the host boots again, without the server.
 *
 * @param startedByHand whether a person starts the server of the release in use, as a healing
 */
record Reboot(String name, boolean startedByHand) implements Strike {
  @Override
  public void on(Lane lane) {
    lane.cluster().node(name).host().reboot();
  }

  @Override
  public void heal(Lane lane) {
    LookalikeNode node = lane.cluster().node(name);
    if (startedByHand && lane.cluster().view(node).isEmpty()) {
      node.control("start").orThrow();
      lane.cluster().awaitWhole();
    }
  }
}
