package dev.lockkeeper.activities.openmldb;

import dev.lockkeeper.activities.ssh.Nodes;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.ssh.SshTarget;
import dev.lockkeeper.activities.ssh.Unreachable;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Target;
import dev.lockkeeper.workflows.model.Version;
import dev.lockkeeper.workflows.openmldb.OpenMldbView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The vendor's clients, run on a node of the cluster that can be reached and has them. */
final class NsAccess {
  private static final Pattern VERSION = Pattern.compile("openmldb version ([0-9.]+)");

  private final SshConnection connection;
  private final BinaryOverSsh binary;
  private final NsClient client;

  private NsAccess(
      SshConnection connection, BinaryOverSsh binary, Version version, OpenMldbView view) {
    this.connection = connection;
    this.binary = binary;
    this.client = new NsClient(binary, ClientDialect.of(version), view.zookeeper(), view.root());
  }

  /**
   * Takes the first node whose client runs. A node in the middle of its switch has none, and one
   * may be down.
   */
  static NsAccess open(Nodes connections, OpenMldbView view)
      throws SshFailure, StepFailed, InterruptedException {
    Unreachable unreachable = null;
    StringBuilder refusals = new StringBuilder();
    for (Target target : view.via()) {
      SshConnection connection =
          connections.to(
              new SshTarget(target.node().host(), target.node().port(), target.credentials()));
      BinaryOverSsh binary = new BinaryOverSsh(connection, target.node().home());
      try {
        Printed printed = binary.run(List.of("--version"), "");
        Matcher version = VERSION.matcher(printed.output());
        if (version.find()) {
          return new NsAccess(connection, binary, Version.of(version.group(1)), view);
        }
        refusals.append("; ").append(target.node().name()).append(": ");
        refusals.append((printed.output() + printed.errors()).strip());
      } catch (Unreachable e) {
        unreachable = e;
        refusals.append("; ").append(e.getMessage());
      }
    }
    if (unreachable != null) {
      throw unreachable;
    }
    throw new StepFailed(
        FailureReason.UNREACHABLE, "bin/openmldb --version says no version on any node" + refusals);
  }

  NsClient client() {
    return client;
  }

  SshConnection connection() {
    return connection;
  }

  /** Reads everything, the memory of every tablet that is registered included. */
  ClusterState state() throws SshFailure, StepFailed, InterruptedException {
    NsClient.Look look = client.look();
    return state(look, memory(look.tablets()));
  }

  /** Reads what the nameserver believes, and nothing of the tablets themselves. */
  ClusterState belief() throws SshFailure, StepFailed, InterruptedException {
    return state(client.look(), Map.of());
  }

  private static ClusterState state(NsClient.Look look, Map<String, List<LoadedPartition>> memory) {
    return new ClusterState(
        look.nameservers(),
        look.tablets(),
        look.tables(),
        look.operations(),
        look.autoFailover(),
        memory);
  }

  /** A tablet that does not say what it has counts as one that has nothing. */
  private Map<String, List<LoadedPartition>> memory(List<TabletServer> tablets)
      throws SshFailure, InterruptedException {
    Map<String, List<LoadedPartition>> memory = new HashMap<>();
    for (TabletServer tablet : tablets) {
      if (tablet.state() == TabletServer.State.HEALTHY) {
        try {
          memory.put(tablet.endpoint(), new TabletClient(binary, tablet.address()).tableStatus());
        } catch (StepFailed silent) {
          memory.remove(tablet.endpoint());
        }
      }
    }
    return memory;
  }
}
