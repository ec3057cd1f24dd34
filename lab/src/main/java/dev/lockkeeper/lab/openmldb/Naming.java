package dev.lockkeeper.lab.openmldb;

/** What a cluster's servers are called in commands. */
public enum Naming {
  /** By address and port. */
  ADDRESSES,
  /** With {@code --use_name}: by what stands in {@code data/name.txt}, here the host's name. */
  NAMES
}
