/** What the look-alike of OpenMLDB promises, seen by the clients that will upgrade it. */
@NullMarked
package dev.lockkeeper.lab.openmldb;

import org.jspecify.annotations.NullMarked;
