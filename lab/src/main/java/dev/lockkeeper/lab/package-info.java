/** TODO. */
@NullMarked
package dev.lockkeeper.lab;

import org.jspecify.annotations.NullMarked;
