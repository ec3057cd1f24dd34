package dev.lockkeeper.lab.kwdb;

import dev.lockkeeper.lab.host.LabException;
import java.util.Arrays;

/** The releases of the look-alike. */
public enum KwdbVersion {
  V2_2_0("2.2.0"),
  V3_0_0("3.0.0"),
  V3_1_0("3.1.0");

  private final String number;

  KwdbVersion(String number) {
    this.number = number;
  }

  /** The release of a number. */
  public static KwdbVersion of(String number) {
    return Arrays.stream(values())
        .filter(version -> version.number.equals(number))
        .findFirst()
        .orElseThrow(
            () -> new LabException("The look-alike of KWDB has no release " + number + "."));
  }

  /** Such as {@code 3.1.0}. */
  public String number() {
    return number;
  }

  /** The name of its image. */
  public String image() {
    return "kwdb/kwdb:" + number;
  }
}
