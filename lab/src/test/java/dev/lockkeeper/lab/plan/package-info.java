/** Proves that a plan which does not say what is done is told from one that does. */
@NullMarked
package dev.lockkeeper.lab.plan;

import org.jspecify.annotations.NullMarked;
