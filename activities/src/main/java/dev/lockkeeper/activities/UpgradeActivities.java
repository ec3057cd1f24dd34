package dev.lockkeeper.activities;

import dev.lockkeeper.activities.databend.DatabendNodesActivities;
import dev.lockkeeper.activities.fence.NodeFencesActivities;
import dev.lockkeeper.activities.fluss.FlussNodesActivities;
import dev.lockkeeper.activities.kwdb.KwdbNodesActivities;
import dev.lockkeeper.activities.openmldb.OpenMldbNodesActivities;
import dev.lockkeeper.activities.sql.SqlProfiles;
import dev.lockkeeper.activities.ssh.SshConnections;
import dev.lockkeeper.activities.step.Attendant;
import dev.lockkeeper.workflows.runbook.RunSupport;
import dev.lockkeeper.workflows.runbook.WorkerFacts;
import java.util.List;

/**
 * All activities, for the worker and for tests to register. Close it after the worker has ended;
 * the connections are not closed.
 */
public final class UpgradeActivities implements AutoCloseable {
  private final Attendant attendant = new Attendant();
  private final List<Object> implementations;

  /**
   * @param profiles how to log in to databases
   * @param facts what runs are told about their worker
   */
  public UpgradeActivities(SshConnections connections, SqlProfiles profiles, WorkerFacts facts) {
    implementations =
        List.of(
            new Support(facts),
            new NodeFencesActivities(connections, attendant),
            new DatabendNodesActivities(connections, profiles, attendant),
            new FlussNodesActivities(connections, attendant),
            new KwdbNodesActivities(connections, profiles, attendant),
            new OpenMldbNodesActivities(connections, attendant));
  }

  /** What {@code Worker.registerActivitiesImplementations} takes. */
  public List<Object> implementations() {
    return implementations;
  }

  @Override
  public void close() {
    attendant.close();
  }

  private record Support(WorkerFacts facts) implements RunSupport {
    @Override
    public WorkerFacts describeWorker() {
      return facts;
    }
  }
}
