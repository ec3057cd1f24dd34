/** Tests of the package of the same name. */
@NullMarked
package dev.lockkeeper.worker;

import org.jspecify.annotations.NullMarked;
