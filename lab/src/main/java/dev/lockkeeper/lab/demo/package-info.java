/**
 * The demonstration: a real cluster on hosts of the lab, upgraded by a real worker on a real
 * Temporal service.
 */
@NullMarked
package dev.lockkeeper.lab.demo;

import org.jspecify.annotations.NullMarked;
