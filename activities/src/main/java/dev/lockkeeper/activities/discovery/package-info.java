/** Finds out what clusters consist of; each product's own way lies with the product. */
@NullMarked
package dev.lockkeeper.activities.discovery;

import org.jspecify.annotations.NullMarked;
