/** What the worker is told: its settings and credential profiles, read from a file. */
@NullMarked
package dev.lockkeeper.worker.configuration;

import org.jspecify.annotations.NullMarked;
