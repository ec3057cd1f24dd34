/** Turns statuses and reports into text for terminals and pipes. */
@NullMarked
package dev.lockkeeper.starter.view;

import org.jspecify.annotations.NullMarked;
