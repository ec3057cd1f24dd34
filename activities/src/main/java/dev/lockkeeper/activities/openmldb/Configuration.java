package dev.lockkeeper.activities.openmldb;

import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.openmldb.ConfigurationChange;
import dev.lockkeeper.workflows.openmldb.OpenMldbRole;
import dev.lockkeeper.workflows.openmldb.ServerInspection;
import java.util.ArrayList;
import java.util.List;

/** "Compare the configuration file diff and modify the necessary configuration." */
final class Configuration {
  /** Flags without which a server would be another one, or lose its data or its cluster. */
  private static final List<String> NECESSARY =
      List.of(
          "endpoint",
          "port",
          "use_name",
          "data_dir",
          "zk_cluster",
          "zk_root_path",
          "zk_session_timeout",
          "zk_auth_schema",
          "zk_cert",
          "openmldb_log_dir",
          "db_root_path",
          "ssd_root_path",
          "hdd_root_path",
          "recycle_bin_root_path",
          "recycle_bin_ssd_root_path",
          "recycle_bin_hdd_root_path",
          "auto_failover",
          "system_table_replica_num",
          "tablet_heartbeat_timeout");

  private static final int AS_SECRET_AS_THE_OLD_ONE = 0600;

  private final SshConnection connection;

  Configuration(SshConnection connection) {
    this.connection = connection;
  }

  /** Lays the file for the new release beside the staged one; it is put in place at the switch. */
  ConfigurationChange make(OpenMldbRole role, ServerInspection inspection, List<String> carry)
      throws SshFailure, StepFailed, InterruptedException {
    ServerProbe probe =
        ServerProbe.configuration(
            connection, inspection.node(), role, inspection.home(), inspection.staged());
    if (!probe.all("problem").isEmpty()) {
      throw new StepFailed(FailureReason.REFUSED, String.join("; ", probe.all("problem")));
    }
    String file = role.word() + ".flags";
    if (!probe.has("new")) {
      return new ConfigurationChange(
          "",
          List.of(
              "the release ships no conf/"
                  + (role == OpenMldbRole.TASKMANAGER ? "file to merge" : file)
                  + ", at most a template; the present configuration is kept"));
    }
    if (!probe.has("old")) {
      throw new StepFailed(
          FailureReason.INVALID, "there is no readable " + inspection.home() + "/conf/" + file);
    }
    List<String> options = new ArrayList<>(NECESSARY);
    options.addAll(carry);
    FlagsMerge merge = FlagsMerge.merge(probe.text("new"), probe.text("old"), options);
    connection.write(
        merge.text(), inspection.staged() + "/.lockkeeper-" + file, AS_SECRET_AS_THE_OLD_ONE);
    return new ConfigurationChange(merge.difference(), List.of());
  }
}
