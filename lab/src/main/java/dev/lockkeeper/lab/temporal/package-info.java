/**
 * Where the lab's Temporal service comes from: an existing one, or a local server that keeps its
 * state in a file.
 */
@NullMarked
package dev.lockkeeper.lab.temporal;

import org.jspecify.annotations.NullMarked;
