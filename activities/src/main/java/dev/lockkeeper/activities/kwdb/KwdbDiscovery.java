package dev.lockkeeper.activities.kwdb;

import dev.lockkeeper.activities.discovery.ProductDiscovery;
import dev.lockkeeper.activities.discovery.Seeds;
import dev.lockkeeper.activities.sql.SqlProfiles;
import dev.lockkeeper.activities.ssh.Nodes;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.discovery.Discovered;
import dev.lockkeeper.workflows.discovery.Discovery;
import dev.lockkeeper.workflows.discovery.FoundNode;
import dev.lockkeeper.workflows.kwdb.KwdbRole;
import dev.lockkeeper.workflows.kwdb.KwdbView;
import dev.lockkeeper.workflows.kwdb.SqlRoute;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Names;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.Target;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds a KWDB cluster that deploy.sh installed from packages: each node's MODE says where, NODE
 * who the others are, and {@code kwbase node status} whether these are all.
 */
public final class KwdbDiscovery implements ProductDiscovery {
  private static final String USUAL_HOME = "/usr/local/kaiwudb";
  private static final String CERTIFICATES = "/etc/kaiwudb/certs";

  private final Nodes connections;
  private final SqlProfiles profiles;

  public KwdbDiscovery(Nodes connections, SqlProfiles profiles) {
    this.connections = connections;
    this.profiles = profiles;
  }

  @Override
  public Discovered discover(Discovery discovery, Pulse pulse)
      throws StepFailed, SshFailure, InterruptedException {
    Seeds seeds = new Seeds(connections, discovery);
    Map<String, Installation> installed = installations(seeds, pulse);
    if (installed.values().stream().anyMatch(Installation::secure)
        && discovery.sqlCredentials() == null) {
      throw new StepFailed(
          FailureReason.INVALID,
          "the cluster is secure, so the upgrade needs a SQL user with the admin role; give the"
              + " worker's profile with --sql-credentials");
    }
    List<FoundNode> nodes = new ArrayList<>();
    List<KwdbView.Member> members = new ArrayList<>();
    for (Map.Entry<String, Installation> entry : installed.entrySet()) {
      String host = entry.getKey();
      Installation one = entry.getValue();
      Node node =
          new Node(
              "node-" + (nodes.size() + 1),
              host,
              discovery.portOf(host),
              KwdbRole.NODE.word(),
              one.place());
      nodes.add(
          new FoundNode(
              node,
              one.version().map(version -> "runs " + version + ", ").orElse("")
                  + one.topology().word()
                  + ", SQL at "
                  + one.address()
                  + ":"
                  + one.port()));
      members.add(member(one, new Target(node, discovery.credentials())));
    }
    pulse.say("asking kwbase node status whether these are all");
    KwdbView view = new KwdbView(members, discovery.sqlCredentials(), SqlRoute.TUNNEL);
    requireAll(new ClusterAccess(connections, profiles, view).status(""), installed);
    Map<String, String> section = new LinkedHashMap<>();
    section.put("method", NodeLook.method(installed.values().iterator().next()).word());
    if (discovery.sqlCredentials() != null) {
      section.put("sqlCredentials", discovery.sqlCredentials());
    }
    return new Discovered(
        nodes,
        section,
        null,
        Map.of(
            "previousPackage", "without it a node cannot be brought back by the choice restore."),
        List.of());
  }

  /** By the machine, beginning with those that were named. */
  private static Map<String, Installation> installations(Seeds seeds, Pulse pulse)
      throws StepFailed, SshFailure, InterruptedException {
    Map<String, Installation> installed = new LinkedHashMap<>();
    Deque<String> toVisit = new ArrayDeque<>(seeds.requiredHosts());
    while (!toVisit.isEmpty()) {
      String host = toVisit.remove();
      boolean known =
          installed.containsKey(host)
              || installed.values().stream().anyMatch(one -> one.address().equals(host));
      if (!known) {
        pulse.say("looking what is installed on " + host);
        Installation one = installation(seeds.to(host));
        installed.put(host, one);
        toVisit.addAll(one.peers());
      }
    }
    return installed;
  }

  private static Installation installation(SshConnection machine)
      throws StepFailed, SshFailure, InterruptedException {
    String host = machine.target().host();
    Installation one =
        KwdbProbe.ask(machine, NodeLook.ETC, USUAL_HOME + "/bin/kwbase")
            .installation()
            .orElseThrow(
                () ->
                    new StepFailed(
                        FailureReason.INVALID,
                        "there is no readable "
                            + NodeLook.ETC
                            + "/info/MODE on "
                            + host
                            + ": deploy.sh has not installed KWDB there; correct --host, or write"
                            + " the file by hand after: ./lockkeeper schema kwdb --example --yaml"));
    if (one.kind() != Installation.Kind.BARE || !one.place().matches(Names.PATH)) {
      throw new StepFailed(
          FailureReason.INVALID,
          "KWDB on "
              + host
              + " is installed as "
              + one.kind().name().toLowerCase(java.util.Locale.ROOT)
              + " from "
              + one.place()
              + "; init knows installations from packages only, so write the file by hand after:"
              + " ./lockkeeper schema kwdb --example --yaml");
    }
    return one;
  }

  private static KwdbView.Member member(Installation one, Target target) {
    return new KwdbView.Member(
        target,
        one.address(),
        one.port(),
        one.user(),
        one.place() + "/bin/kwbase",
        "",
        one.secure() ? "--certs-dir=" + CERTIFICATES : "--insecure");
  }

  private static void requireAll(List<NodeStatus> all, Map<String, Installation> installed)
      throws StepFailed {
    List<String> missing =
        all.stream()
            .filter(NodeStatus::live)
            .filter(
                node ->
                    installed.values().stream().noneMatch(one -> node.hasAddress(one.address())))
            .map(NodeStatus::sqlAddress)
            .toList();
    if (!missing.isEmpty()) {
      throw new StepFailed(
          FailureReason.INVALID,
          "kwbase node status knows more nodes than /etc/kaiwudb/info/NODE names: "
              + String.join(", ", missing)
              + "; name their machines with --host too");
    }
  }
}
