/**
 * Tests of the bodies of activities, and the node on this machine that other tests run their
 * scripts on.
 */
@NullMarked
package dev.lockkeeper.activities.step;

import org.jspecify.annotations.NullMarked;
