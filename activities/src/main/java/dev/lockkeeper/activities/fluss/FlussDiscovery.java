package dev.lockkeeper.activities.fluss;

import dev.lockkeeper.activities.discovery.ProductDiscovery;
import dev.lockkeeper.activities.discovery.Seeds;
import dev.lockkeeper.activities.ssh.Nodes;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.discovery.Discovered;
import dev.lockkeeper.workflows.discovery.Discovery;
import dev.lockkeeper.workflows.discovery.FoundNode;
import dev.lockkeeper.workflows.fluss.FlussRole;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;

/**
 * Finds a Fluss cluster: its servers are registered in ZooKeeper, and where each is installed says
 * the command line of its process.
 */
public final class FlussDiscovery implements ProductDiscovery {
  private static final String USUAL_ROOT = "/fluss";

  private final Nodes connections;

  public FlussDiscovery(Nodes connections) {
    this.connections = connections;
  }

  @Override
  public Discovered discover(Discovery discovery, Pulse pulse)
      throws StepFailed, SshFailure, InterruptedException {
    Seeds seeds = new Seeds(connections, discovery);
    String root = Objects.requireNonNullElse(discovery.zookeeperRoot(), USUAL_ROOT);
    pulse.say("reading who is registered in ZooKeeper");
    Registered registered = registered(seeds, root);
    List<FoundNode> nodes = new ArrayList<>();
    for (Registration tablet : registered.tablets()) {
      pulse.say("looking for TabletServer " + tablet.id() + " on " + tablet.host());
      nodes.add(found(seeds, FlussRole.TABLET_SERVER, tablet, "tablet-" + tablet.id(), root));
    }
    Registration coordinator = registered.coordinator();
    pulse.say("looking for the CoordinatorServer on " + coordinator.host());
    nodes.add(found(seeds, FlussRole.COORDINATOR_SERVER, coordinator, "coordinator-1", root));
    Map<String, String> section = new LinkedHashMap<>();
    section.put("zookeeper", seeds.zookeeper());
    section.put("zookeeperRoot", root);
    return new Discovered(
        nodes,
        section,
        null,
        Map.of(),
        List.of(
            "A TabletServer that is down now is not in this file: only those registered in"
                + " ZooKeeper were found.",
            "Each home is the directory itself; where a symbolic link leads to it, write the link,"
                + " and it is moved."));
  }

  private record Registered(List<Registration> tablets, Registration coordinator) {}

  private static Registered registered(Seeds seeds, String root)
      throws StepFailed, SshFailure, InterruptedException {
    String servers = seeds.zookeeper();
    try (ZooKeeperAccess access = ZooKeeperAccess.open(servers, seeds.besideZooKeeper())) {
      ZooKeeper zookeeper = access.session();
      String ids = root + "/tabletservers/ids";
      List<Registration> tablets = new ArrayList<>();
      for (String id : children(zookeeper, ids)) {
        tablets.add(
            Registration.parse(ids + "/" + id, zookeeper.getData(ids + "/" + id, null, null)));
      }
      tablets.sort(
          Comparator.comparing((Registration one) -> one.id().length())
              .thenComparing(Registration::id));
      if (tablets.isEmpty()) {
        throw new StepFailed(
            FailureReason.INVALID,
            "ZooKeeper at "
                + servers
                + " knows no TabletServer under "
                + root
                + "; give the cluster's zookeeper.path.root with --zookeeper-root, or start the"
                + " cluster");
      }
      String active = root + "/coordinators/active";
      return new Registered(
          tablets, Registration.parse(active, zookeeper.getData(active, null, null)));
    } catch (KeeperException.NoNodeException e) {
      throw new StepFailed(
          FailureReason.UNHEALTHY,
          "ZooKeeper at "
              + servers
              + " has no "
              + e.getPath()
              + ": a server has just gone or no CoordinatorServer runs; start it and try again");
    } catch (KeeperException e) {
      throw new StepFailed(
          FailureReason.UNREACHABLE,
          "ZooKeeper at " + servers + " did not answer: " + e.getMessage() + "; see --zookeeper");
    }
  }

  private static List<String> children(ZooKeeper zookeeper, String path)
      throws KeeperException, InterruptedException {
    try {
      return zookeeper.getChildren(path, false);
    } catch (KeeperException.NoNodeException e) {
      return List.of();
    }
  }

  private static FoundNode found(
      Seeds seeds, FlussRole role, Registration registration, String name, String root)
      throws StepFailed, SshFailure, InterruptedException {
    var connection = seeds.to(registration.host());
    int port = connection.target().port();
    Node unknown = new Node(name, registration.host(), port, role.word(), "/");
    NodeProbe probe = NodeProbe.inspect(connection, unknown, role, ".lockkeeper-discovery");
    ProcessLine process = new ServerChoice(role, registration, root).of(probe);
    return new FoundNode(
        new Node(name, registration.host(), port, role.word(), process.home()),
        "runs "
            + process.version()
            + " with "
            + process.configuration()
            + "/server.yaml, listens on port "
            + registration.port());
  }
}
