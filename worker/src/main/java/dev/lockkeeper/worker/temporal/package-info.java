/** The worker's side of Temporal: connecting, search attributes, polling, readiness and metrics. */
@NullMarked
package dev.lockkeeper.worker.temporal;

import org.jspecify.annotations.NullMarked;
