/**
 * What an operator writes: the upgrade request and the messages, read from JSON with every mistake
 * reported at once.
 */
@NullMarked
package dev.lockkeeper.workflows.request;

import org.jspecify.annotations.NullMarked;
