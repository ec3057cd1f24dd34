package dev.lockkeeper.lab.crash;

/**
 * A server that ignores the stop command of its vendor's script.
 *
 * @param obeysWhenHealed whether a person can make it obey
 */
record FrozenStop(String node, boolean obeysWhenHealed) implements Strike {
  @Override
  public void on(Lane lane) {
    lane.cluster().node(node).freezeStop();
  }

  @Override
  public void heal(Lane lane) {
    if (obeysWhenHealed) {
      lane.cluster().node(node).thawStop();
    }
  }
}
