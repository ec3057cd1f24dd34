package dev.lockkeeper.lab.fluss;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockkeeper.lab.host.LabException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.data.Stat;

/** Reads a {@link ClusterState} from ZooKeeper. The znodes are those of Fluss 0.6.0 to 0.9.1. */
public final class ClusterStateReader implements AutoCloseable {

  private static final int SESSION_MILLIS = 10_000;
  private static final long REQUEST_MILLIS = 5_000;

  private final ZooKeeper zooKeeper;
  private final String root;
  private final ObjectMapper json = new ObjectMapper();

  /**
   * Connects in the background; reading waits for the connection.
   *
   * @param zookeeper the connect string
   * @param root the cluster's zookeeper.path.root
   * @throws LabException if the connect string cannot be used
   */
  public ClusterStateReader(String zookeeper, String root) {
    ZKClientConfig config = new ZKClientConfig();
    config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
    config.setProperty(ZKClientConfig.ZOOKEEPER_REQUEST_TIMEOUT, Long.toString(REQUEST_MILLIS));
    try {
      this.zooKeeper = new ZooKeeper(zookeeper, SESSION_MILLIS, event -> {}, config);
    } catch (IOException e) {
      throw new LabException("Cannot use ZooKeeper at " + zookeeper + ": " + e.getMessage(), e);
    }
    this.root = root;
  }

  /**
   * What ZooKeeper says now.
   *
   * @throws KeeperException if ZooKeeper does not answer
   * @throws IOException if what it holds cannot be understood
   */
  public ClusterState read() throws KeeperException, IOException, InterruptedException {
    boolean coordinator = zooKeeper.exists(root + "/coordinators/active", false) != null;
    Map<Integer, Long> tablets = new HashMap<>();
    for (String id : children("/tabletservers/ids")) {
      Stat stat = zooKeeper.exists(root + "/tabletservers/ids/" + id, false);
      if (stat != null) {
        tablets.put(Integer.parseInt(id), stat.getCzxid());
      }
    }
    List<ClusterState.Bucket> buckets = new ArrayList<>();
    for (String kind : List.of("table", "partition")) {
      for (String id : children("/tabletservers/" + kind + "s")) {
        readBuckets(kind + " " + id, "/tabletservers/" + kind + "s/" + id, buckets);
      }
    }
    return new ClusterState(coordinator, tablets, buckets);
  }

  /** Ends the connection. */
  @Override
  public void close() {
    try {
      zooKeeper.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readBuckets(String name, String path, List<ClusterState.Bucket> buckets)
      throws KeeperException, IOException, InterruptedException {
    JsonNode assignment = json(path).path("buckets");
    for (Map.Entry<String, JsonNode> bucket : assignment.properties()) {
      JsonNode state = json(path + "/buckets/" + bucket.getKey() + "/leader_isr");
      buckets.add(
          new ClusterState.Bucket(
              name + " bucket " + bucket.getKey(),
              numbers(bucket.getValue()),
              state.path("leader").asInt(-1),
              numbers(state.path("isr"))));
    }
  }

  private JsonNode json(String path) throws KeeperException, IOException, InterruptedException {
    try {
      return json.readTree(zooKeeper.getData(root + path, false, null));
    } catch (KeeperException.NoNodeException notYet) {
      return json.createObjectNode();
    }
  }

  private List<String> children(String path) throws KeeperException, InterruptedException {
    try {
      return zooKeeper.getChildren(root + path, false);
    } catch (KeeperException.NoNodeException notYet) {
      return List.of();
    }
  }

  private static Set<Integer> numbers(JsonNode array) {
    Set<Integer> numbers = new HashSet<>();
    array.forEach(number -> numbers.add(number.asInt()));
    return numbers;
  }
}
