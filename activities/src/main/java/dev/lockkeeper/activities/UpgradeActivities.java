package dev.lockkeeper.activities;

import dev.lockkeeper.activities.databend.DatabendDiscovery;
import dev.lockkeeper.activities.databend.DatabendNodesActivities;
import dev.lockkeeper.activities.discovery.ClusterDiscoveryActivities;
import dev.lockkeeper.activities.discovery.ProductDiscovery;
import dev.lockkeeper.activities.fence.NodeFencesActivities;
import dev.lockkeeper.activities.fence.NodeTracesActivities;
import dev.lockkeeper.activities.fluss.FlussDiscovery;
import dev.lockkeeper.activities.fluss.FlussNodesActivities;
import dev.lockkeeper.activities.kwdb.KwdbDiscovery;
import dev.lockkeeper.activities.kwdb.KwdbNodesActivities;
import dev.lockkeeper.activities.openmldb.OpenMldbDiscovery;
import dev.lockkeeper.activities.openmldb.OpenMldbNodesActivities;
import dev.lockkeeper.activities.plan.Renderer;
import dev.lockkeeper.activities.sql.SqlProfiles;
import dev.lockkeeper.activities.ssh.Nodes;
import dev.lockkeeper.activities.ssh.SshConnections;
import dev.lockkeeper.activities.step.Attendant;
import dev.lockkeeper.workflows.databend.DatabendRequest;
import dev.lockkeeper.workflows.fluss.FlussRequest;
import dev.lockkeeper.workflows.kwdb.KwdbRequest;
import dev.lockkeeper.workflows.openmldb.OpenMldbRequest;
import dev.lockkeeper.workflows.runbook.RunSupport;
import dev.lockkeeper.workflows.runbook.WorkerFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * All activities, for the worker and for tests to register. Close it after the worker has ended;
 * the connections are not closed.
 */
public final class UpgradeActivities implements AutoCloseable {
  private final Attendant attendant = new Attendant();
  private final SqlProfiles profiles;
  private final WorkerFacts facts;
  private final List<Function<Nodes, Object>> more;
  private final List<Object> implementations;

  /**
   * @param profiles how to log in to databases
   * @param facts what runs are told about their worker
   */
  public UpgradeActivities(SshConnections connections, SqlProfiles profiles, WorkerFacts facts) {
    this(connections, profiles, facts, List.of());
  }

  /**
   * With activities of more products.
   *
   * @param more makes one product's activities for nodes that are reached like this
   */
  public UpgradeActivities(
      SshConnections connections,
      SqlProfiles profiles,
      WorkerFacts facts,
      List<Function<Nodes, Object>> more) {
    this.more = List.copyOf(more);
    this.profiles = profiles;
    this.facts = facts;
    implementations = new ArrayList<>(implementations(connections));
    implementations.add(new Renderer(this::implementations));
  }

  private List<Object> implementations(Nodes nodes) {
    List<Object> all =
        new ArrayList<>(
            List.of(
                new Support(facts),
                new NodeFencesActivities(nodes, attendant),
                new NodeTracesActivities(nodes, attendant),
                new ClusterDiscoveryActivities(discoveries(nodes), attendant),
                new DatabendNodesActivities(nodes, profiles, attendant),
                new FlussNodesActivities(nodes, attendant),
                new KwdbNodesActivities(nodes, profiles, attendant),
                new OpenMldbNodesActivities(nodes, attendant)));
    more.forEach(product -> all.add(product.apply(nodes)));
    return all;
  }

  private Map<String, ProductDiscovery> discoveries(Nodes nodes) {
    return Map.of(
        DatabendRequest.PRODUCT,
        new DatabendDiscovery(nodes, profiles),
        FlussRequest.PRODUCT,
        new FlussDiscovery(nodes),
        KwdbRequest.PRODUCT,
        new KwdbDiscovery(nodes, profiles),
        OpenMldbRequest.PRODUCT,
        new OpenMldbDiscovery(nodes));
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
