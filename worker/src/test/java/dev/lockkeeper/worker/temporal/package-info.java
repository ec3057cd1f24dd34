/** Tests of the package of the same name. */
@NullMarked
package dev.lockkeeper.worker.temporal;

import org.jspecify.annotations.NullMarked;
