/** Fences on nodes that keep two runs from working on one cluster, and what runs leave behind. */
@NullMarked
package dev.lockkeeper.activities.fence;

import org.jspecify.annotations.NullMarked;
