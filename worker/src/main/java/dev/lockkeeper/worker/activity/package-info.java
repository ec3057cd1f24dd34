/** Watches activities and workflows from outside, for the log and for an orderly stop. */
@NullMarked
package dev.lockkeeper.worker.activity;

import org.jspecify.annotations.NullMarked;
