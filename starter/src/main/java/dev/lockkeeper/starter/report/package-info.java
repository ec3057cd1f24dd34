/** What is kept of a run: one document, its hash chain, its formats, and its verification. */
@NullMarked
package dev.lockkeeper.starter.report;

import org.jspecify.annotations.NullMarked;
