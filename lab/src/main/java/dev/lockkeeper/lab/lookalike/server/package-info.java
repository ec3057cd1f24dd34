/**
 * The look-alike product: a toy of a replicated service whose releases hold these classes and
 * nothing else.
 */
@NullMarked
package dev.lockkeeper.lab.lookalike.server;

import org.jspecify.annotations.NullMarked;
