/** The vocabulary shared by workflows, activities and the command line. */
@NullMarked
package dev.lockkeeper.workflows.model;

import org.jspecify.annotations.NullMarked;
