package dev.lockkeeper.workflows.openmldb;

import org.jspecify.annotations.Nullable;

/**
 * What counts as safe beside the data itself.
 *
 * @param singleCopyWaived whether tables with one copy may be unavailable while the tablet is down
 * @param quietAt sum of the leaders' offsets when writes were stopped; absent if writes may go on
 */
public record SafetyRules(boolean singleCopyWaived, @Nullable Long quietAt) {
  /** Nothing is waived, and writes may go on. */
  public static final SafetyRules STRICT = new SafetyRules(false, null);
}
