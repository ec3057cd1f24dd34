/** Programs that the lab starts beside itself, and the certainty that it also stops them. */
@NullMarked
package dev.lockkeeper.lab.process;

import org.jspecify.annotations.NullMarked;
