/** What a preflight wants to know of a node's host, whatever the product. */
@NullMarked
package dev.lockkeeper.activities.host;

import org.jspecify.annotations.NullMarked;
