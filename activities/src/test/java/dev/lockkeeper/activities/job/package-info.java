/** Tests of detached jobs, with real shells and real processes. */
@NullMarked
package dev.lockkeeper.activities.job;

import org.jspecify.annotations.NullMarked;
