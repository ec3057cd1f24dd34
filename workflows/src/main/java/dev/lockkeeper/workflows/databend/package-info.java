/** The rules by which releases of Databend fit together, and the order of an upgrade. */
@NullMarked
package dev.lockkeeper.workflows.databend;

import org.jspecify.annotations.NullMarked;
