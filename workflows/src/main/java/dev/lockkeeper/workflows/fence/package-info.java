/** Frees the nodes of a cluster from the fence of a run that is over. */
@NullMarked
package dev.lockkeeper.workflows.fence;

import org.jspecify.annotations.NullMarked;
