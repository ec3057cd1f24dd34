/** How an OpenMLDB cluster is asked and told things: its command line clients and its files. */
@NullMarked
package dev.lockkeeper.activities.openmldb;

import org.jspecify.annotations.NullMarked;
