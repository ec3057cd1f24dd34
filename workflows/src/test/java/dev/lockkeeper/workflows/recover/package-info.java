/** Looks at nodes whose run is lost. */
@NullMarked
package dev.lockkeeper.workflows.recover;

import org.jspecify.annotations.NullMarked;
