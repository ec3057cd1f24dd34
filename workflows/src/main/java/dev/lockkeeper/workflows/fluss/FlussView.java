package dev.lockkeeper.workflows.fluss;

import dev.lockkeeper.workflows.model.Target;

/**
 * Where the state of a Fluss cluster is read.
 *
 * @param zookeeper connect string
 * @param root {@code zookeeper.path.root}
 * @param via a node that reaches ZooKeeper, for an SSH tunnel where the worker does not
 */
public record FlussView(String zookeeper, String root, Target via) {}
