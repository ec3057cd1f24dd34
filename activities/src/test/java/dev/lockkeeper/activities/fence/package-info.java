/** Tests of fences, on nodes behind real OpenSSH servers and in each shell. */
@NullMarked
package dev.lockkeeper.activities.fence;

import org.jspecify.annotations.NullMarked;
