/** What every procedure shares: steps, gates, blocked steps, answers, progress and the report. */
@NullMarked
package dev.lockkeeper.workflows.runbook;

import org.jspecify.annotations.NullMarked;
