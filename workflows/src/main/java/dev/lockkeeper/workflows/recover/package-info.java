/**
 * Tells from the nodes alone what upgrades have left half done, for when Temporal has lost them.
 */
@NullMarked
package dev.lockkeeper.workflows.recover;

import org.jspecify.annotations.NullMarked;
