package dev.lockkeeper.activities.ssh;

import java.util.List;

/**
 * What runs {@code sh -c script name arguments…}, given as "$@", on a node, and says the process id
 * first, so that the command can be stopped from outside too; {@code exec} keeps that id. It runs
 * under {@code timeout}, where that understands -k (busybox before 1.34 does not), because neither
 * closing the channel nor a signal request stops a root command on OpenSSH 9.2.
 */
enum Wrapper {
  /**
   * Finds out about the node's timeout, and says so; that takes as long as starting the command.
   * The longer of the two, so that a command that fits in it fits in both.
   */
  ASKING(
      "if timeout -k 5 5 true >/dev/null 2>&1; then echo \""
          + ProcessLine.PREFIX
          + "$$"
          + ProcessLine.UNDER_TIMEOUT
          + "\" >&2; exec timeout -k 5 \"$0\" sh -c \"$@\"; fi; echo \""
          + ProcessLine.PREFIX
          + "$$\" >&2; exec sh -c \"$@\""),

  /** For a node that has said that its timeout will do. */
  KNOWING(
      "echo \""
          + ProcessLine.PREFIX
          + "$$"
          + ProcessLine.UNDER_TIMEOUT
          + "\" >&2; exec timeout -k 5 \"$0\" sh -c \"$@\"");

  private final String opening;

  /**
   * @param script POSIX shell; its {@code $0} is the timeout in seconds
   */
  Wrapper(String script) {
    this.opening = Quoting.commandLine(List.of("sh", "-c", script)) + " ";
  }

  /**
   * The line for the login shell.
   *
   * @param command as {@link Command#render()} gives it
   */
  String around(String command) {
    return opening + command;
  }
}
