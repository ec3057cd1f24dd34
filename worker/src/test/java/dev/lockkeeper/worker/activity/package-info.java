/** Tests of the package of the same name. */
@NullMarked
package dev.lockkeeper.worker.activity;

import org.jspecify.annotations.NullMarked;
