/**
 * Watches a cluster from outside and writes down every violation; knows nothing of the
 * orchestrator.
 */
@NullMarked
package dev.lockkeeper.lab.observer;

import org.jspecify.annotations.NullMarked;
