/** Writes first files of the lab's clusters and plans with them. */
@NullMarked
package dev.lockkeeper.lab.discovery;

import org.jspecify.annotations.NullMarked;
