package dev.lockkeeper.lab.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.lab.host.LabHost;
import dev.lockkeeper.lab.host.LabNetwork;
import dev.lockkeeper.lab.openmldb.Naming;
import dev.lockkeeper.lab.openmldb.OpenMldbCluster;
import dev.lockkeeper.lab.openmldb.OpenMldbNode;
import dev.lockkeeper.lab.openmldb.OpenMldbRelease;
import dev.lockkeeper.lab.openmldb.OpenMldbVersion;
import dev.lockkeeper.lab.openmldb.Pace;
import dev.lockkeeper.lab.plan.HostFiles;
import dev.lockkeeper.workflows.model.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A look-alike OpenMLDB cluster to practise on, and the release to upgrade it to. */
public final class OpenMldbPractice implements AutoCloseable {
  /** The cluster's name in requests. */
  public static final String CLUSTER = "demo";

  /** The users' database. */
  public static final String DATABASE = "orders";

  /** The worker's credential profile for the lab's hosts. */
  public static final String CREDENTIALS = "lab";

  private final LabNetwork network;
  private final OpenMldbCluster cluster;
  private final OpenMldbRelease target;

  private OpenMldbPractice(LabNetwork network, OpenMldbCluster cluster, OpenMldbRelease target) {
    this.network = network;
    this.cluster = cluster;
    this.target = target;
  }

  /**
   * Brings up two nameservers and three tablets, with a database and two tables that have several
   * copies.
   *
   * @param directory gets the releases
   */
  public static OpenMldbPractice open(
      OpenMldbVersion from, OpenMldbVersion to, Naming naming, Path directory) throws IOException {
    OpenMldbRelease old = release(from, directory);
    return open(OpenMldbCluster.HOST_NAMES, old, from == to ? old : release(to, directory), naming);
  }

  /** The same on other hosts. */
  public static OpenMldbPractice open(
      List<String> hosts, OpenMldbRelease old, OpenMldbRelease target, Naming naming)
      throws IOException {
    LabNetwork network = LabNetwork.open(hosts);
    try {
      OpenMldbCluster cluster = OpenMldbCluster.install(network, old, naming);
      cluster.start();
      cluster.data().createTable(DATABASE, "flow", 3, 3);
      cluster.data().createTable(DATABASE, "clicks", 2, 2);
      return new OpenMldbPractice(network, cluster, target);
    } catch (RuntimeException | IOException e) {
      network.close();
      throw e;
    }
  }

  private static OpenMldbRelease release(OpenMldbVersion version, Path directory) {
    try {
      Path place = Files.createDirectories(directory.resolve("releases"));
      return OpenMldbRelease.write(version, Pace.practice(), place);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write a release to " + directory, e);
    }
  }

  public OpenMldbCluster cluster() {
    return cluster;
  }

  public LabNetwork network() {
    return network;
  }

  /** The release that the cluster is upgraded to. */
  public OpenMldbRelease target() {
    return target;
  }

  /** The product's files on its hosts. */
  public HostFiles files() {
    return HostFiles.of(
        cluster.nodes().stream()
            .collect(
                Collectors.groupingBy(
                    OpenMldbNode::host,
                    Collectors.mapping(OpenMldbNode::home, Collectors.toList()))));
  }

  /** What a worker has to know to log in to the hosts. */
  public String workerConfiguration() {
    LabHost host = network.hosts().get(0);
    return """
    lockkeeper:
      credentials:
        %s:
          user: %s
          known-hosts: %s
          key: {file: %s}
    """
        .formatted(CREDENTIALS, host.sshUser(), host.knownHosts(), host.privateKey());
  }

  /** A request for the upgrade of this cluster, to be changed at will. */
  public ObjectNode request() {
    return request(target);
  }

  /** The same to another release. */
  public ObjectNode request(OpenMldbRelease target) {
    ObjectNode request = Json.mapper().createObjectNode();
    request.put("product", "openmldb").put("cluster", CLUSTER).put("credentials", CREDENTIALS);
    request
        .putObject("release")
        .put("version", target.version().number())
        .put("archive", target.archive().toString())
        .put("sha256", target.sha256());
    ArrayNode nodes = request.putArray("nodes");
    for (OpenMldbNode node : cluster.nodes()) {
      nodes
          .addObject()
          .put("name", node.name())
          .put("host", node.host().address())
          .put("port", node.host().port())
          .put("role", node.role().component())
          .put("home", node.home());
    }
    ObjectNode openmldb = request.putObject("openmldb");
    openmldb
        .put("zookeeper", cluster.zookeeper())
        .put("zookeeperRoot", OpenMldbCluster.ROOT_PATH)
        .put("stableFor", "PT0.5S")
        .put("quietFor", "PT1S");
    // The look-alike's own settings, which a shipped flags file does not have.
    ArrayNode carry = openmldb.putArray("carryFlags");
    for (String flag :
        new String[] {
          "lab_address", "lab_operation_millis", "lab_load_millis", "get_table_status_interval"
        }) {
      carry.add(flag);
    }
    return request;
  }

  @Override
  public void close() {
    network.close();
  }
}
