/** TODO. */
@NullMarked
package dev.lockkeeper.starter;

import org.jspecify.annotations.NullMarked;
