/** Tests of where the lab's Temporal service comes from. */
@NullMarked
package dev.lockkeeper.lab.temporal;

import org.jspecify.annotations.NullMarked;
