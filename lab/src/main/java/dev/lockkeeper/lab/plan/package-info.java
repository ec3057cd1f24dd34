/** Makes the plan of an upgrade before it, and holds what was done against it. */
@NullMarked
package dev.lockkeeper.lab.plan;

import org.jspecify.annotations.NullMarked;
