/**
 * KWDB as its nodes show it: the deploy script, {@code kwbase}, Docker, the installation's own
 * files and the SQL catalogue, read into types; and the jobs that stop, upgrade, start and back up
 * a node.
 */
@NullMarked
package dev.lockkeeper.activities.kwdb;

import org.jspecify.annotations.NullMarked;
