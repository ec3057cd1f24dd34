/** Measures Lockkeeper beside the alternatives, in the same run, and writes the page of results. */
@NullMarked
package dev.lockkeeper.lab.bench;

import org.jspecify.annotations.NullMarked;
