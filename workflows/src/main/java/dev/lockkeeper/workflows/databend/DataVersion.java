package dev.lockkeeper.workflows.databend;

import java.util.Arrays;
import java.util.Optional;

/**
 * The form in which databend-meta keeps its data on disk, oldest first. A daemon converts older
 * data when it starts, and there is no way back.
 */
public enum DataVersion {
  /** Of releases before 1.1.40, also where nothing names a version. */
  V0,
  /** Since 1.1.40. */
  V001,
  /** Since 1.2.53. */
  V002,
  /** Since 1.2.547. */
  V003,
  /** Since 1.2.655. */
  V004;

  /**
   * The version at the start of a text such as {@code V004(2024-11-11: WAL based raft-log)}; empty
   * for one that is not known here, which is never to be taken for a known one.
   */
  public static Optional<DataVersion> of(String text) {
    String name = text.strip().split("[^0-9A-Za-z]", 2)[0];
    return Arrays.stream(values()).filter(version -> version.name().equals(name)).findFirst();
  }
}
