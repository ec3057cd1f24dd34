/** Talks to Temporal; nothing outside this package loads its client. */
@NullMarked
package dev.lockkeeper.starter.run;

import org.jspecify.annotations.NullMarked;
