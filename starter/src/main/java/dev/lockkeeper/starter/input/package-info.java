/** Reads request files so that every mistake has its line and column. */
@NullMarked
package dev.lockkeeper.starter.input;

import org.jspecify.annotations.NullMarked;
