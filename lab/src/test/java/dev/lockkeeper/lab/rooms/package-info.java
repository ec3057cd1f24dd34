/** The borders between the modules. */
@NullMarked
package dev.lockkeeper.lab.rooms;

import org.jspecify.annotations.NullMarked;
