/** The application that runs workflows and activities against a Temporal service. */
@NullMarked
package dev.lockkeeper.worker;

import org.jspecify.annotations.NullMarked;
