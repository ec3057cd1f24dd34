/** TODO. */
@NullMarked
package dev.lockkeeper.worker;

import org.jspecify.annotations.NullMarked;
