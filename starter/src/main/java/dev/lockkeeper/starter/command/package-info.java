/** The commands an operator types, one class each. */
@NullMarked
package dev.lockkeeper.starter.command;

import org.jspecify.annotations.NullMarked;
