package dev.lockkeeper.lab.demo;

import dev.lockkeeper.lab.fluss.FlussVersion;
import dev.lockkeeper.lab.openmldb.OpenMldbVersion;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of the demonstration. */
final class DemoOptions {
  @Option(
      names = "--from",
      description =
          "Release the cluster runs at first (fluss: 0.7.0, databend: 1.2.725, kwdb: 3.0.0, openmldb: 0.6.2).")
  private String from = "";

  @Option(
      names = "--to",
      description =
          "Release to upgrade to (fluss: 0.9.1-incubating, databend: 1.2.833, kwdb: 3.1.0, openmldb: 0.9.2).")
  private String to = "";

  @Option(
      names = "--method",
      defaultValue = "rolling",
      description =
          "For fluss: rolling or full-stop. For kwdb: rolling, single-replica, standalone, compose, docker, source or import-export (default ${DEFAULT-VALUE}).")
  private String method = "";

  @Option(
      names = "--gates",
      defaultValue = "every-node",
      description = "every-node, canary, per-role or none (default ${DEFAULT-VALUE}).")
  private String gates = "";

  @Option(
      names = "--waive",
      description = "Overrule this check, such as version-pair. May be repeated.")
  private List<String> waive = List.of();

  @Option(
      names = "--no-drain",
      negatable = true,
      description = "For openmldb: stop tablets without offlineendpoint; reads fail for a moment.")
  private boolean drain = true;

  @Option(
      names = "--no-write-pause",
      negatable = true,
      description = "For openmldb: upgrade while the application writes; a few writes may be lost.")
  private boolean writePause = true;

  @Option(names = "--address", description = "Use this Temporal service instead of starting one.")
  private String address = "";

  @Option(
      names = "--rows",
      defaultValue = "100",
      description =
          "Rows a second that the application writes, for fluss to each of two tables (default ${DEFAULT-VALUE}).")
  private int rows;

  @Option(
      names = "--approve-all",
      description =
          "Open every gate by itself and end with the upgrade. A blocked step is answered with restore where it is offered, else with abort.")
  private boolean approveAll;

  @Option(
      names = "--json",
      description = "Print one JSON object at the end, and nothing else on standard output.")
  private boolean json;

  FlussVersion from() {
    return FlussVersion.of(fromOr("0.7.0"));
  }

  FlussVersion to() {
    return FlussVersion.of(toOr("0.9.1-incubating"));
  }

  OpenMldbVersion openMldbFrom() {
    return OpenMldbVersion.of(fromOr("0.6.2"));
  }

  OpenMldbVersion openMldbTo() {
    return OpenMldbVersion.of(toOr("0.9.2"));
  }

  boolean drain() {
    return drain;
  }

  boolean writePause() {
    return writePause;
  }

  String fromOr(String usual) {
    return from.isEmpty() ? usual : from;
  }

  String toOr(String usual) {
    return to.isEmpty() ? usual : to;
  }

  String method() {
    return method;
  }

  String gates() {
    return gates;
  }

  List<String> waive() {
    return waive;
  }

  Optional<String> address() {
    return address.isBlank() ? Optional.empty() : Optional.of(address);
  }

  int rows() {
    return rows;
  }

  boolean approveAll() {
    return approveAll;
  }

  boolean json() {
    return json;
  }
}
