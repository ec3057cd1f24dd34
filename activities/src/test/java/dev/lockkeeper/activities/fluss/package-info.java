/**
 * Tests of what is done on Fluss nodes: rules and parsers, real ZooKeeper, and scripts with
 * stand-in servers.
 */
@NullMarked
package dev.lockkeeper.activities.fluss;

import org.jspecify.annotations.NullMarked;
