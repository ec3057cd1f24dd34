package dev.lockkeeper.lab.host;

import java.util.List;

/**
 * A process that runs on a host.
 *
 * @param pid its number as the host itself sees it
 * @param parent the number of the process that started it; 0 when that is none of the host
 * @param startTicks when it started, in the kernel's clock ticks since the machine booted; together
 *     with the pid it names one process for good
 * @param commandLine the program and its arguments
 */
public record HostProcess(long pid, long parent, long startTicks, List<String> commandLine) {

  /** Keeps an unmodifiable copy of the command line. */
  public HostProcess {
    commandLine = List.copyOf(commandLine);
  }
}
