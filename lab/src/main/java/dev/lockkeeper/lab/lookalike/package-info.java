/**
 * A look-alike product on hosts of the lab, so quick that an upgrade of it takes seconds, and its
 * observer.
 */
@NullMarked
package dev.lockkeeper.lab.lookalike;

import org.jspecify.annotations.NullMarked;
