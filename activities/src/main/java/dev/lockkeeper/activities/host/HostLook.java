package dev.lockkeeper.activities.host;

import dev.lockkeeper.activities.job.JobOwner;
import dev.lockkeeper.activities.ssh.Command;
import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.ScriptResource;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A product's look at a node, and what every product asks of the host, in one round trip. The
 * host's lines begin with {@code host.}; the product's reader passes over them.
 */
public final class HostLook {
  private static final String BEGIN = ScriptResource.read(HostLook.class, "begin.sh");
  private static final String HOST =
      JobOwner.FUNCTIONS + ScriptResource.read(HostLook.class, "host.sh");

  /** More than the sockets of a busy host and a product's configuration take. */
  private static final int OUTPUT_LIMIT = 1 << 20;

  private final String script;
  private final InstantSource clock;

  private HostLook(String script, InstantSource clock) {
    this.script = script;
    this.clock = clock;
  }

  /**
   * @param script the product's own look, which must run to its last line
   * @param place a shell word that is the directory in which the release is unpacked, once the
   *     product's look is over: constant text such as {@code "$parent"}
   */
  public static HostLook around(String script, String place) {
    return new HostLook(
        BEGIN + script + "\nhost_place=" + place + "\n" + HOST, InstantSource.system());
  }

  /** The same by another clock of the worker. */
  HostLook by(InstantSource other) {
    return new HostLook(script, other);
  }

  /**
   * Looks once.
   *
   * @param arguments the product's
   */
  public Answer ask(SshConnection connection, String... arguments)
      throws SshFailure, InterruptedException {
    CommandResult result = connection.run(Command.sh(script, arguments).keeping(OUTPUT_LIMIT));
    Instant returned = clock.instant();
    return new Answer(result, HostSight.read(result, returned.minus(result.took()), returned));
  }

  /**
   * @param result the whole answer, for the product's reader
   */
  public record Answer(CommandResult result, HostSight host) {}
}
