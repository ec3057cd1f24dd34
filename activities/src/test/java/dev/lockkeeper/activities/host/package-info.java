/** Tests of the look at a node's host. */
@NullMarked
package dev.lockkeeper.activities.host;

import org.jspecify.annotations.NullMarked;
