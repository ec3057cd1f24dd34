/** The upgrade of an OpenMLDB cluster, as the vendor's upgrade page describes it. */
@NullMarked
package dev.lockkeeper.workflows.openmldb;

import org.jspecify.annotations.NullMarked;
