/** What becomes of everything an operator can say, at every point of a run, on the real server. */
@NullMarked
package dev.lockkeeper.lab.answers;

import org.jspecify.annotations.NullMarked;
