/**
 * The lab: real clusters on hosts of its own, watched from outside, for demonstrations and tests.
 */
@NullMarked
package dev.lockkeeper.lab;

import org.jspecify.annotations.NullMarked;
