/** Reads what Databend's programs print, answer and write. */
@NullMarked
package dev.lockkeeper.activities.databend;

import org.jspecify.annotations.NullMarked;
