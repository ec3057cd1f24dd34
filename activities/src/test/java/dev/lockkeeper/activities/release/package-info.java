/** Tests of release archives and of unpacking them. */
@NullMarked
package dev.lockkeeper.activities.release;

import org.jspecify.annotations.NullMarked;
