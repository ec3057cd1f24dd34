/** Tests of how an OpenMLDB cluster is asked, with texts in the place of its clients. */
@NullMarked
package dev.lockkeeper.activities.openmldb;

import org.jspecify.annotations.NullMarked;
