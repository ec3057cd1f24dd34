/** Asks databases that speak PostgreSQL's protocol: few queries, typed rows, limited time. */
@NullMarked
package dev.lockkeeper.activities.sql;

import org.jspecify.annotations.NullMarked;
