/** A look-alike of Databend in releases of any version, and clusters of it on the lab's hosts. */
@NullMarked
package dev.lockkeeper.lab.databend;

import org.jspecify.annotations.NullMarked;
