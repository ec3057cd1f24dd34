/** TODO. */
@NullMarked
package dev.lockkeeper.activities.ssh;

import org.jspecify.annotations.NullMarked;
