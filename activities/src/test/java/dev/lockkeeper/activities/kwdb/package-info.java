/** Tests of what KWDB's nodes say, from samples. */
@NullMarked
package dev.lockkeeper.activities.kwdb;

import org.jspecify.annotations.NullMarked;
