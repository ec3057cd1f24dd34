/** Finds out what a cluster consists of, for the first file that describes it. */
@NullMarked
package dev.lockkeeper.workflows.discovery;

import org.jspecify.annotations.NullMarked;
