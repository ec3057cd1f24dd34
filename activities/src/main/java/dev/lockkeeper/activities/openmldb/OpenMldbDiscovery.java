package dev.lockkeeper.activities.openmldb;

import dev.lockkeeper.activities.discovery.ProductDiscovery;
import dev.lockkeeper.activities.discovery.Seeds;
import dev.lockkeeper.activities.ssh.Nodes;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.discovery.Discovered;
import dev.lockkeeper.workflows.discovery.Discovery;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.Target;
import dev.lockkeeper.workflows.openmldb.OpenMldbRole;
import dev.lockkeeper.workflows.openmldb.OpenMldbView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Finds an OpenMLDB cluster: ZooKeeper names the tablets, on whose machines the vendor's client
 * runs; showns and showtablet name all that must be there; and where each is installed says its
 * process.
 */
public final class OpenMldbDiscovery implements ProductDiscovery {
  private static final String USUAL_ROOT = "/openmldb";

  private final Nodes connections;

  public OpenMldbDiscovery(Nodes connections) {
    this.connections = connections;
  }

  @Override
  public Discovered discover(Discovery discovery, Pulse pulse)
      throws StepFailed, SshFailure, InterruptedException {
    Seeds seeds = new Seeds(connections, discovery);
    String root = Objects.requireNonNullElse(discovery.zookeeperRoot(), USUAL_ROOT);
    pulse.say("reading who is registered in ZooKeeper");
    List<String> tablets = RegisteredTablets.addresses(seeds, root);
    Machines machines = new Machines(seeds, root);
    for (String address : tablets) {
      machines.visit(Machines.host(address), pulse);
    }
    for (String host : seeds.hosts()) {
      machines.visit(host, pulse);
    }
    FoundServers found = new FoundServers(discovery);
    pulse.say("asking the nameserver for showns and showtablet");
    NsClient client = client(discovery, machines, tablets.get(0), root);
    for (Nameserver nameserver : leaderLast(client.showNameservers())) {
      found.add(OpenMldbRole.NAMESERVER, nameserver.address(), machines, pulse);
    }
    List<String> notes = new ArrayList<>();
    for (TabletServer tablet : client.showTablets()) {
      if (tablet.state() == TabletServer.State.HEALTHY) {
        found.add(OpenMldbRole.TABLET, tablet.address(), machines, pulse);
      } else {
        notes.add(
            "Tablet "
                + tablet.endpoint()
                + " is offline and not in this file; start it and run init again if it belongs to"
                + " the cluster.");
      }
    }
    found.addOthers(machines);
    notes.add(
        "API servers and TaskManagers are registered nowhere or only in part: those on the machines"
            + " that were looked at are here; name further machines with --host.");
    Map<String, String> section = new LinkedHashMap<>();
    section.put("zookeeper", seeds.zookeeper());
    section.put("zookeeperRoot", root);
    return new Discovered(found.nodes(), section, null, Map.of(), notes);
  }

  /** In the order in which they are best upgraded. */
  private static List<Nameserver> leaderLast(List<Nameserver> nameservers) {
    return nameservers.stream()
        .sorted(Comparator.comparing(one -> one.role() == Nameserver.Role.LEADER))
        .toList();
  }

  private NsClient client(Discovery discovery, Machines machines, String tablet, String root)
      throws StepFailed, SshFailure, InterruptedException {
    FoundServer first = machines.server(OpenMldbRole.TABLET, tablet);
    String host = Machines.host(tablet);
    Node node =
        new Node("tablet", host, discovery.portOf(host), OpenMldbRole.TABLET.word(), first.home());
    String zookeeper = discovery.zookeeper();
    if (zookeeper == null) {
      throw new StepFailed(FailureReason.INVALID, "ZooKeeper's servers are not said: --zookeeper");
    }
    OpenMldbView view =
        new OpenMldbView(
            zookeeper,
            root,
            List.of(new Target(node, discovery.credentials())),
            OpenMldbView.Members.UNKNOWN);
    return NsAccess.open(connections, view).client();
  }
}
