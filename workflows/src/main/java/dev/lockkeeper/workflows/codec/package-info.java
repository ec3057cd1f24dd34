/** What lies in Temporal sealed, so that whoever reads its database reads no request. */
@NullMarked
package dev.lockkeeper.workflows.codec;

import org.jspecify.annotations.NullMarked;
