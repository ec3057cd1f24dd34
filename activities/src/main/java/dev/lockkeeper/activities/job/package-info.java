/** Detached jobs: shell scripts that run on a node once, and outlive whoever started them. */
@NullMarked
package dev.lockkeeper.activities.job;

import org.jspecify.annotations.NullMarked;
