package dev.lockkeeper.activities.openmldb;

import dev.lockkeeper.activities.ssh.Command;
import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The binary of an installation on a node, run over SSH in its home as the vendor's page does. */
public final class BinaryOverSsh implements OpenMldbBinary {
  private static final String RUN = "cd -- \"$1\" && shift && exec ./bin/openmldb \"$@\"";

  /** A client waits 20 s for an answer (--request_timeout_ms) after 2 s for ZooKeeper. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** showopstatus may list 10000 operations (--max_op_num) of about 170 bytes. */
  private static final int OUTPUT_LIMIT = 4 << 20;

  private final SshConnection connection;
  private final String home;

  /**
   * @param home the installation's directory on the node, with {@code bin} in it
   */
  public BinaryOverSsh(SshConnection connection, String home) {
    this.connection = connection;
    this.home = home;
  }

  @Override
  public Printed run(List<String> flags, String input) throws SshFailure, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of(home));
    arguments.addAll(flags);
    Command command =
        Command.sh(RUN, arguments.toArray(String[]::new))
            .withInput(input)
            .within(LIMIT)
            .keeping(OUTPUT_LIMIT);
    CommandResult result = connection.run(command);
    return new Printed(result.output(), result.errors(), result.truncated());
  }
}
