/** The operator's command line: starts upgrades, shows them and takes the operator's answers. */
@NullMarked
package dev.lockkeeper.starter;

import org.jspecify.annotations.NullMarked;
