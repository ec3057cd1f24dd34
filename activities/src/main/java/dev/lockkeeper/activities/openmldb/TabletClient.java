package dev.lockkeeper.activities.openmldb;

import dev.lockkeeper.activities.openmldb.Client.Request;
import dev.lockkeeper.activities.openmldb.Client.Twice;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.StepFailed;
import java.time.Duration;
import java.util.List;

/**
 * The vendor's tablet client ({@code bin/openmldb --role=client}): what a tablet itself says of its
 * memory, where a nameserver only says what it believes. Fails like {@link NsClient}.
 */
public final class TabletClient {
  private final Client client;

  /**
   * @param address where the tablet listens, {@link TabletServer#address()}; never its name
   */
  public TabletClient(OpenMldbBinary binary, String address) {
    this.client =
        new Client(
            binary,
            // Chooses no database, which is all that dialects differ in.
            ClientDialect.DATABASE_FLAG,
            List.of("--endpoint=" + address, "--role=client"),
            new Client.Patience(Duration.ZERO, Duration.ZERO));
  }

  /** The partitions in the tablet's memory: none at all after a start, until they are recovered. */
  public List<LoadedPartition> tableStatus() throws StepFailed, SshFailure, InterruptedException {
    return client.ask(
        reading("gettablestatus"),
        output ->
            RowReading.all(
                output, List.of("tid", "pid", "offset", "mode", "state"), LoadedPartition::from));
  }

  /** How far the followers of a partition are that the tablet leads. */
  public List<FollowerOffset> followers(int tid, int pid)
      throws StepFailed, SshFailure, InterruptedException {
    return client.ask(
        reading(Client.command("getfollower", Integer.toString(tid), Integer.toString(pid))),
        output ->
            RowReading.all(
                output, List.of("leader_offset", "follower", "offset"), FollowerOffset::from));
  }

  private static Request reading(String command) {
    return new Request(command, "", Twice.HARMLESS);
  }
}
