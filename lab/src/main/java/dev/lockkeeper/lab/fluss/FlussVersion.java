package dev.lockkeeper.lab.fluss;

import dev.lockkeeper.lab.host.LabException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The server releases of Fluss that are on Maven Central, and how they differ. */
public enum FlussVersion {
  /** Fluss 0.6.0. */
  V0_6_0("0.6.0", "com.alibaba.fluss", "2.17.1", 10, "server-host-and-port.yaml", ""),
  /** Fluss 0.7.0. */
  V0_7_0("0.7.0", "com.alibaba.fluss", "2.17.1", 10, "server-listeners.yaml", ""),
  /** Fluss 0.9.1-incubating. */
  V0_9_1(
      "0.9.1-incubating",
      "org.apache.fluss",
      "2.25.4",
      120,
      "server-listeners.yaml",
      "-Dlog4j.shutdownHookEnabled=false");

  private final String number;
  private final String group;
  private final String log4j;
  private final int stopSeconds;
  private final String serverYaml;
  private final String log4jOptions;

  FlussVersion(
      String number,
      String group,
      String log4j,
      int stopSeconds,
      String serverYaml,
      String log4jOptions) {
    this.number = number;
    this.group = group;
    this.log4j = log4j;
    this.stopSeconds = stopSeconds;
    this.serverYaml = serverYaml;
    this.log4jOptions = log4jOptions;
  }

  /**
   * The version of that number.
   *
   * @throws LabException naming the versions there are
   */
  public static FlussVersion of(String number) {
    return Arrays.stream(values())
        .filter(version -> version.number.equals(number))
        .findFirst()
        .orElseThrow(
            () ->
                new LabException(
                    "The lab has no Fluss %s; it has %s."
                        .formatted(
                            number,
                            Arrays.stream(values())
                                .map(FlussVersion::number)
                                .collect(Collectors.joining(", ")))));
  }

  /** The number as in the name of its archive. */
  public String number() {
    return number;
  }

  /** The Maven group and Java package. */
  String group() {
    return group;
  }

  /** The release of Log4j that the vendor ships with it. */
  String log4j() {
    return log4j;
  }

  /** How long its control script waits between SIGTERM and SIGKILL. */
  int stopSeconds() {
    return stopSeconds;
  }

  /** Which of the lab's files is its shipped server.yaml. */
  String serverYaml() {
    return serverYaml;
  }

  String log4jOptions() {
    return log4jOptions;
  }
}
