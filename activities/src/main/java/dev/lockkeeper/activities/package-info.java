/** How the steps are done on real nodes. */
@NullMarked
package dev.lockkeeper.activities;

import org.jspecify.annotations.NullMarked;
