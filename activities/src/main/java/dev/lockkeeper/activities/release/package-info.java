/**
 * Release archives: checked on the worker, brought to the nodes, unpacked beside the old release.
 */
@NullMarked
package dev.lockkeeper.activities.release;

import org.jspecify.annotations.NullMarked;
