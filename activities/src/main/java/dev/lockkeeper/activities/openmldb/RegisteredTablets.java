package dev.lockkeeper.activities.openmldb;

import dev.lockkeeper.activities.discovery.Seeds;
import dev.lockkeeper.activities.fluss.ZooKeeperAccess;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.FailureReason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;

/**
 * The tablets that ZooKeeper knows: {@code nodes/<endpoint>}, and {@code map/names/<name>} with the
 * address where the endpoint is a name (0.5 to 0.9).
 */
final class RegisteredTablets {
  private RegisteredTablets() {}

  /**
   * Their addresses, {@code host:port}.
   *
   * @throws StepFailed when there is none
   */
  static List<String> addresses(Seeds seeds, String root)
      throws StepFailed, SshFailure, InterruptedException {
    String servers = seeds.zookeeper();
    try (ZooKeeperAccess access = ZooKeeperAccess.open(servers, seeds.besideZooKeeper())) {
      ZooKeeper zookeeper = access.session();
      List<String> addresses = new ArrayList<>();
      for (String endpoint : zookeeper.getChildren(root + "/nodes", false)) {
        addresses.add(endpoint.contains(":") ? endpoint : named(zookeeper, root, endpoint));
      }
      if (addresses.isEmpty()) {
        throw none(servers, root);
      }
      return addresses.stream().sorted().toList();
    } catch (KeeperException.NoNodeException e) {
      throw none(servers, root);
    } catch (KeeperException e) {
      throw new StepFailed(
          FailureReason.UNREACHABLE,
          "ZooKeeper at " + servers + " did not answer: " + e.getMessage() + "; see --zookeeper");
    }
  }

  private static String named(ZooKeeper zookeeper, String root, String name)
      throws KeeperException, InterruptedException {
    byte[] address = zookeeper.getData(root + "/map/names/" + name, null, null);
    return new String(address, StandardCharsets.UTF_8).strip();
  }

  private static StepFailed none(String servers, String root) {
    return new StepFailed(
        FailureReason.INVALID,
        "ZooKeeper at "
            + servers
            + " knows no tablet of OpenMLDB under "
            + root
            + "; give the cluster's --zk_root_path with --zookeeper-root, or start the cluster");
  }
}
