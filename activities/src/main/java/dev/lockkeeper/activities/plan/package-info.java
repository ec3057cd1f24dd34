/** Shows what jobs would run on the nodes, for plans. */
@NullMarked
package dev.lockkeeper.activities.plan;

import org.jspecify.annotations.NullMarked;
