/**
 * The body of an activity: heartbeats, patience with lost connections, and failures with a typed
 * reason.
 */
@NullMarked
package dev.lockkeeper.activities.step;

import org.jspecify.annotations.NullMarked;
