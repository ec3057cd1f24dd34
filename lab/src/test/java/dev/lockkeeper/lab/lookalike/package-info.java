/** Tests of the look-alike's cluster and of its observer. */
@NullMarked
package dev.lockkeeper.lab.lookalike;

import org.jspecify.annotations.NullMarked;
