/**
 * Reaches nodes over SSH: pooled connections, commands, uploads and tunnels, with strict host keys
 * and failures that say whether trying again makes sense.
 */
@NullMarked
package dev.lockkeeper.activities.ssh;

import org.jspecify.annotations.NullMarked;
