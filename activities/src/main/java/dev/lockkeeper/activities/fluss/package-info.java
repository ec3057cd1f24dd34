/** What is done on the nodes of an Apache Fluss cluster, and how its state is read. */
@NullMarked
package dev.lockkeeper.activities.fluss;

import org.jspecify.annotations.NullMarked;
