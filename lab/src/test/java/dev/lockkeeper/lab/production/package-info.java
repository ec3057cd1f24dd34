/** The examples for production are held against the programs that read them. */
@NullMarked
package dev.lockkeeper.lab.production;

import org.jspecify.annotations.NullMarked;
