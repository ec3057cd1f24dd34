package dev.lockkeeper.activities.discovery;

import dev.lockkeeper.activities.ssh.Nodes;
import dev.lockkeeper.activities.ssh.SshConnection;
import dev.lockkeeper.activities.ssh.SshTarget;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.discovery.Discovery;
import dev.lockkeeper.workflows.discovery.SeedHost;
import dev.lockkeeper.workflows.model.FailureReason;
import java.util.List;

/** The machines that a discovery begins with, and the way to any other. */
public final class Seeds {
  private final Nodes connections;
  private final Discovery discovery;

  public Seeds(Nodes connections, Discovery discovery) {
    this.connections = connections;
    this.discovery = discovery;
  }

  /** The way to a machine, on the SSH port that was said for it. */
  public SshConnection to(String host) {
    return connections.to(new SshTarget(host, discovery.portOf(host), discovery.credentials()));
  }

  /** The machines that were named. */
  public List<String> hosts() {
    return discovery.hosts().stream().map(SeedHost::host).distinct().toList();
  }

  /**
   * The machines that were named.
   *
   * @throws StepFailed INVALID when there is none
   */
  public List<String> requiredHosts() throws StepFailed {
    if (hosts().isEmpty()) {
      throw new StepFailed(
          FailureReason.INVALID,
          "no machine to begin with; name one that runs a server of the cluster: --host");
    }
    return hosts();
  }

  /**
   * ZooKeeper's servers.
   *
   * @throws StepFailed INVALID when they were not said
   */
  public String zookeeper() throws StepFailed {
    String zookeeper = discovery.zookeeper();
    if (zookeeper == null) {
      throw new StepFailed(
          FailureReason.INVALID,
          "ZooKeeper's servers are not said, in which the cluster is registered: --zookeeper");
    }
    return zookeeper;
  }

  /** A machine that reaches ZooKeeper: one that was named, else ZooKeeper's own. */
  public SshConnection besideZooKeeper() throws StepFailed {
    String zookeeper = zookeeper();
    return to(hosts().isEmpty() ? zookeeper.substring(0, zookeeper.indexOf(':')) : hosts().get(0));
  }
}
