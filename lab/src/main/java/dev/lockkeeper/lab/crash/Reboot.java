package dev.lockkeeper.lab.crash;

import dev.lockkeeper.lab.lookalike.LookalikeNode;
import java.util.concurrent.TimeUnit;

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
  public void heal(Lane lane) throws InterruptedException {
    LookalikeNode node = lane.cluster().node(name);
    if (startedByHand && lane.cluster().view(node).isEmpty()) {
      node.control("start").orThrow();
      // The others take up to a second to give up on what they had begun to say before the reboot.
      TimeUnit.SECONDS.sleep(2);
      lane.cluster().awaitWhole();
    }
  }
}
