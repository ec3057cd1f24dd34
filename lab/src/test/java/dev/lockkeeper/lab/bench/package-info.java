/** Tests of what is made of measurements. */
@NullMarked
package dev.lockkeeper.lab.bench;

import org.jspecify.annotations.NullMarked;
