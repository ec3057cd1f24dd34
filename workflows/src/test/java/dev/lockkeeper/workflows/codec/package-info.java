@NullMarked
package dev.lockkeeper.workflows.codec;

import org.jspecify.annotations.NullMarked;
