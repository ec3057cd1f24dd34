/**
 * A look-alike of OpenMLDB on the lab's hosts, because the vendor's server can be had neither from
 * Maven Central nor from another package registry; its ZooKeeper is a real one.
 */
@NullMarked
package dev.lockkeeper.lab.openmldb;

import org.jspecify.annotations.NullMarked;
