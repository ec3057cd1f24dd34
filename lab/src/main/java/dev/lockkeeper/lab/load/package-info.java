/** An application of Fluss that writes and reads during an upgrade and counts what it lost. */
@NullMarked
package dev.lockkeeper.lab.load;

import org.jspecify.annotations.NullMarked;
