package dev.lockkeeper.workflows.model;

import java.util.Set;

/** Names of the checks of a node's host that a person may waive, for every product. */
public final class HostCheck {
  /** The clock is near the worker's. */
  public static final String CLOCK = "clock";

  /** There is room for the release, where only what it may need at most is known. */
  public static final String DISK = "disk";

  /** The file systems take enough files. */
  public static final String INODES = "inodes";

  /** The product's ports are held by the product. */
  public static final String PORTS = "ports";

  /** Nothing of an earlier run is still at work. */
  public static final String LEFTOVERS = "leftovers";

  /** All of the look was answered. */
  public static final String LOOK = "host-look";

  public static final Set<String> ALL = Set.of(CLOCK, DISK, INODES, PORTS, LEFTOVERS, LOOK);

  private HostCheck() {}
}
