/** Proves the SSH package against real OpenSSH servers on free loopback ports. */
@NullMarked
package dev.lockkeeper.activities.ssh;

import org.jspecify.annotations.NullMarked;
