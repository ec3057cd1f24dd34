/** KWDB's client side and scripts against the look-alike cluster, over real SSH. */
@NullMarked
package dev.lockkeeper.lab.kwdb;

import org.jspecify.annotations.NullMarked;
