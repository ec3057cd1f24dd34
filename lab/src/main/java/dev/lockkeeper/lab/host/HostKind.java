package dev.lockkeeper.lab.host;

/** How the lab makes its hosts. */
public enum HostKind {
  /**
   * Linux namespaces: own address, file tree and processes, reboots and cuts; needs root on Linux.
   */
  NAMESPACES,
  /** One OpenSSH server per loopback address, with its own home; needs no rights. */
  LOOPBACK
}
