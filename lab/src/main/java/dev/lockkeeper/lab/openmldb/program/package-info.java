/**
 * The program in the place of {@code bin/openmldb}: nameserver, tablet and their clients with the
 * outside of OpenMLDB 0.5 to 0.9, its traps included, over a few bytes of data. It runs on the
 * lab's hosts with nothing but a JDK, so nothing here may use a library.
 */
@NullMarked
package dev.lockkeeper.lab.openmldb.program;

import org.jspecify.annotations.NullMarked;
