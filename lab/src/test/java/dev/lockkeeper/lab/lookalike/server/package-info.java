/** Tests of the look-alike's server without a network. */
@NullMarked
package dev.lockkeeper.lab.lookalike.server;

import org.jspecify.annotations.NullMarked;
