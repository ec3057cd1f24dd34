/**
 * The upgrade of the look-alike: the shared runbook and jobs with a product so small that a whole
 * run takes seconds.
 */
@NullMarked
package dev.lockkeeper.lab.lookalike.upgrade;

import org.jspecify.annotations.NullMarked;
