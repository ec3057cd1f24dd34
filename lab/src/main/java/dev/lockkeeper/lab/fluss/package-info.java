/** Real Fluss and ZooKeeper, put together from Maven Central and run on the lab's hosts. */
@NullMarked
package dev.lockkeeper.lab.fluss;

import org.jspecify.annotations.NullMarked;
