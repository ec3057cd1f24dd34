/**
 * The crash run: an upgrade is run again and again, and each time something is killed, cut or
 * filled at another point of it.
 */
@NullMarked
package dev.lockkeeper.lab.crash;

import org.jspecify.annotations.NullMarked;
