package dev.lockkeeper.lab.openmldb;

import java.util.Arrays;
import java.util.List;

/** The releases that the lab can imitate, one for each way in which they differ from outside. */
public enum OpenMldbVersion {
  /** Supervised servers; a client that is told its database on standard input. */
  V0_5_3("0.5.3", List.of("start-0.5.sh"), ""),
  /** Servers in the background; start.sh dies on a low limit of open files. */
  V0_6_2("0.6.2", List.of("start-0.6-head.sh", "start.sh"), ""),
  /** As newest; the archive has templates of the flags files only. */
  V0_9_2("0.9.2", List.of("start-0.9-head.sh", "start.sh"), ".template");

  private final String number;
  private final List<String> startScript;
  private final String flagsSuffix;

  OpenMldbVersion(String number, List<String> startScript, String flagsSuffix) {
    this.number = number;
    this.startScript = startScript;
    this.flagsSuffix = flagsSuffix;
  }

  /** The release of that number. */
  public static OpenMldbVersion of(String number) {
    return Arrays.stream(values())
        .filter(version -> version.number.equals(number))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no look-alike of OpenMLDB "
                        + number
                        + "; there are 0.5.3, 0.6.2, 0.9.2."));
  }

  /** As the vendor writes it. */
  public String number() {
    return number;
  }

  /** What a server of it says its version is, on its page {@code /status}. */
  public String build() {
    return number + "-lookalike";
  }

  /** The settings file of a role in the release's archive, relative to its home. */
  public String shippedFlags(OpenMldbNode.Role role) {
    return role == OpenMldbNode.Role.TASKMANAGER ? role.settings() : role.settings() + flagsSuffix;
  }

  /** The pieces of its start.sh. */
  List<String> startScript() {
    return startScript;
  }

  /** Programs in {@code bin} beside the binary and start.sh. */
  List<String> morePrograms() {
    return this == V0_5_3 ? List.of("boot.sh", "boot_taskmanager.sh", "mon") : List.of();
  }
}
