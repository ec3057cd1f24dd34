/** The upgrade of an Apache Fluss cluster, as the vendor's upgrade page describes it. */
@NullMarked
package dev.lockkeeper.workflows.fluss;

import org.jspecify.annotations.NullMarked;
