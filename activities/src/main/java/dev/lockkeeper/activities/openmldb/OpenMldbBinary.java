package dev.lockkeeper.activities.openmldb;

import dev.lockkeeper.activities.ssh.SshFailure;
import java.util.List;

/** The program {@code bin/openmldb} of an installation. */
@FunctionalInterface
public interface OpenMldbBinary {
  /**
   * Runs it to its end.
   *
   * @param flags its arguments, each passed on as one word
   * @param input its standard input; empty for none
   */
  Printed run(List<String> flags, String input) throws SshFailure, InterruptedException;
}
