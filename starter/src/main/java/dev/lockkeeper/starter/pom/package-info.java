/** Sets the version of OpenMLDB's Java clients in applications' poms, and touches nothing else. */
@NullMarked
package dev.lockkeeper.starter.pom;

import org.jspecify.annotations.NullMarked;
