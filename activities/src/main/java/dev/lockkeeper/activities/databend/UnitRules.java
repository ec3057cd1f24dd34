package dev.lockkeeper.activities.databend;

import java.util.List;

/**
 * What a systemd unit must be like, so that the daemon it runs can be brought to another release:
 * by the link that its command goes over, or by a drop-in that names another program.
 */
final class UnitRules {
  /** What needs no quoting in a unit and means nothing special there. */
  private static final String PLAIN = "[A-Za-z0-9_./=:@,+ -]*";

  private UnitRules() {}

  /**
   * Judges the unit of a daemon.
   *
   * @param problems gets what keeps the upgrade from starting
   * @param notes gets what somebody should know
   */
  static void judge(
      ProcessLine process, NodeProbe probe, List<String> problems, List<String> notes) {
    String pid = "." + process.pid();
    String unit = process.unit();
    if (unit.isEmpty()) {
      if (!probe.value("partOf" + pid).isEmpty()) {
        problems.add(
            "process %d belongs to the systemd unit %s but is not its main process as the system's systemd sees it; let a system unit start the daemon itself"
                .formatted(process.pid(), probe.value("partOf" + pid)));
      }
      return;
    }
    String program = probe.value("unitProgram" + pid);
    if (probe.value("mayControl" + pid).isEmpty()) {
      problems.add(
          "the daemon is run by the systemd unit %s, which the user %s may not stop; allow sudo systemctl stop and start --no-block %s without a password"
              .formatted(unit, probe.value("user"), unit));
    }
    if (probe.value("overLink" + pid).isEmpty()) {
      judgeDropIn(process, program, pid, probe, problems, notes);
    }
    String limit = probe.value("unitStops" + pid);
    if (!limit.isEmpty() && !limit.equals("infinity")) {
      notes.add(
          "systemd kills the daemon if it has not ended %s after its stop (TimeoutStopSec of %s)"
              .formatted(limit, unit));
    }
  }

  private static void judgeDropIn(
      ProcessLine process,
      String program,
      String pid,
      NodeProbe probe,
      List<String> problems,
      List<String> notes) {
    String unit = process.unit();
    String arguments = probe.value("unitArguments" + pid);
    if (probe.value("mayChange" + pid).isEmpty()) {
      problems.add(
          "the unit %s starts %s, which the user %s may not change; let its ExecStart go over a link that is the node's home, or allow sudo without a password"
              .formatted(unit, program, probe.value("user")));
    } else if (!isPlain(arguments, probe.value("arguments" + pid), process.configuration())) {
      problems.add(
          "the command line of the unit %s (%s %s) has variables or quotes, which no drop-in can repeat safely; let its ExecStart go over a link that is the node's home"
              .formatted(unit, program, arguments));
    } else {
      notes.add(
          "the unit %s starts %s; it will get the drop-in /etc/systemd/system/%s.d/90-lockkeeper.conf that names the new program, also against later packages"
              .formatted(unit, program, unit));
    }
  }

  /**
   * Whether a command line can be written down again: systemd shows it without its quotes and with
   * its variables, so what the process was really given must be the same words.
   */
  private static boolean isPlain(String arguments, String given, String configuration) {
    return arguments.matches(PLAIN)
        && (" " + given).endsWith(" " + arguments)
        && !configuration.contains(" ");
  }
}
