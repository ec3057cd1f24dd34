/**
 * A program that behaves like databend-query, databend-meta and databend-metactl to whoever
 * upgrades them. It runs on the lab's hosts from a jar of its own, with nothing but the JDK.
 */
@NullMarked
package dev.lockkeeper.lab.databend.daemon;

import org.jspecify.annotations.NullMarked;
