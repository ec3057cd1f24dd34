/**
 * A look-alike of KWDB on the lab's hosts: the vendor's tools with their words and traps, servers
 * that serve a real PostgreSQL as their SQL layer, and Docker's commands.
 */
@NullMarked
package dev.lockkeeper.lab.kwdb;

import org.jspecify.annotations.NullMarked;
