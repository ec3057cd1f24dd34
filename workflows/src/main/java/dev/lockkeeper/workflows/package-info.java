/** What happens, in which order: the upgrade procedures as Temporal workflows. */
@NullMarked
package dev.lockkeeper.workflows;

import org.jspecify.annotations.NullMarked;
