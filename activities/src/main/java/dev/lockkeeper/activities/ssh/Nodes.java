package dev.lockkeeper.activities.ssh;

/** The way to each node. */
@FunctionalInterface
public interface Nodes {
  /** Returns the way to a node. Nothing is connected, looked up or checked before its first use. */
  SshConnection to(SshTarget target);
}
