/** TODO. */
@NullMarked
package dev.lockkeeper.workflows.model;

import org.jspecify.annotations.NullMarked;
