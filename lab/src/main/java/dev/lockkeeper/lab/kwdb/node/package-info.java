/** Programs that run on the hosts of the look-alike cluster; they need nothing else of the lab. */
@NullMarked
package dev.lockkeeper.lab.kwdb.node;

import org.jspecify.annotations.NullMarked;
