/** What an operator does in Temporal's own web page, done in a real browser. */
@NullMarked
package dev.lockkeeper.lab.ui;

import org.jspecify.annotations.NullMarked;
