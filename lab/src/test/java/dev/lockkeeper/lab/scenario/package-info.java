/** Upgrades of the real product on the lab, with what goes wrong in real life. */
@NullMarked
package dev.lockkeeper.lab.scenario;

import org.jspecify.annotations.NullMarked;
