/** Tests of the crash run, and upgrades to which something happens. */
@NullMarked
package dev.lockkeeper.lab.crash;

import org.jspecify.annotations.NullMarked;
