/** Tests of starting and stopping programs. */
@NullMarked
package dev.lockkeeper.lab.process;

import org.jspecify.annotations.NullMarked;
