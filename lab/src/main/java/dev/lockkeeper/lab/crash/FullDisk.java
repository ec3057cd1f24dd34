package dev.lockkeeper.lab.crash;

import dev.lockkeeper.lab.host.LabHost;

/** A disk of a host takes nothing any more, until somebody makes room. */
final class FullDisk implements Strike {
  /** Which one. */
  enum Place {
    HOME,
    RELEASES
  }

  private final String node;
  private final Place place;
  private boolean full;

  FullDisk(String node, Place place) {
    this.node = node;
    this.place = place;
  }

  @Override
  public void on(Lane lane) {
    // The worker is held meanwhile, or what shall fail might be done before.
    lane.holdWorker();
    host(lane).fillDisk(directory(lane));
    full = true;
    lane.letWorkerGo();
  }

  @Override
  public void heal(Lane lane) {
    if (full) {
      host(lane).freeDisk(directory(lane));
      full = false;
    }
  }

  private LabHost host(Lane lane) {
    return lane.cluster().node(node).host();
  }

  private String directory(Lane lane) {
    return place == Place.HOME ? host(lane).home() : host(lane).path("/opt");
  }
}
