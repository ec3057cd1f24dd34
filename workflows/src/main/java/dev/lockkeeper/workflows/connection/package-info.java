/** What clients and workers need alike to reach a Temporal service; no workflow uses it. */
@NullMarked
package dev.lockkeeper.workflows.connection;

import org.jspecify.annotations.NullMarked;
