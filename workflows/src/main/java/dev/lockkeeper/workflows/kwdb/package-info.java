/** The upgrade of a KWDB cluster, as the vendor's upgrade page describes it. */
@NullMarked
package dev.lockkeeper.workflows.kwdb;

import org.jspecify.annotations.NullMarked;
