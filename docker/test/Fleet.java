import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.lab.databend.DatabendCluster;
import dev.lockkeeper.lab.databend.DatabendNode;
import dev.lockkeeper.lab.databend.DatabendObserver;
import dev.lockkeeper.lab.databend.DatabendRelease;
import dev.lockkeeper.lab.databend.SqlUser;
import dev.lockkeeper.lab.host.LabHost;
import dev.lockkeeper.lab.host.LabNetwork;
import dev.lockkeeper.workflows.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A look-alike cluster of Databend for the test of the containers: makes it, writes what a worker and an operator
 * need into the directories given, says READY, and at the end of its input prints what the observer saw.
 *
 * <p>Run as a source file: {@code java -cp LAB Fleet.java DIRECTORY BASTION_HOST BASTION_PORT}.
 */
final class Fleet {
  private static final String FROM = "1.2.725";
  private static final String TO = "1.2.833";

  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    DatabendRelease target = DatabendRelease.assemble(TO, directory.resolve("releases"));
    DatabendRelease old = DatabendRelease.assemble(FROM, Files.createDirectories(directory.resolve("old")));
    try (LabNetwork network = LabNetwork.open(DatabendCluster.HOST_NAMES)) {
      DatabendCluster cluster = DatabendCluster.install(network, old);
      cluster.start();
      cluster.awaitReady();
      writeWorker(directory.resolve("config"), network.hosts().get(0), arguments[1], arguments[2]);
      Files.writeString(directory.resolve("requests/lookalike.json"), request(cluster, target).toPrettyString());
      try (DatabendObserver observer = DatabendObserver.of(cluster)) {
        System.out.println("READY");
        // Ends with the input, which ends with whoever started this.
        while (System.in.read() >= 0) {}
        System.out.println(result(cluster, observer).toPrettyString());
      }
    }
  }

  private static void writeWorker(Path config, LabHost host, String bastion, String port) throws IOException {
    Files.copy(host.privateKey(), config.resolve("id"));
    Files.writeString(config.resolve("known_hosts"), Files.readString(host.knownHosts()));
    Files.writeString(config.resolve("sql-password"), SqlUser.PASSWORD);
    Files.writeString(
        config.resolve("worker.yaml"),
        """
        lockkeeper:
          credentials:
            fleet:
              user: %s
              known-hosts: known_hosts
              key: {file: id}
              jump-hosts:
                - {host: %s, port: %s, credentials: bastion}
            bastion:
              user: root
              known-hosts: bastion_known_hosts
              key: {file: bastion_id}
          sql-credentials:
            fleet-sql: {user: %s, password: {file: sql-password}}
        """
            .formatted(host.sshUser(), bastion, port, SqlUser.NAME));
  }

  private static ObjectNode request(DatabendCluster cluster, DatabendRelease target) {
    ObjectNode request = Json.mapper().createObjectNode();
    request.put("product", "databend").put("cluster", "lookalike").put("credentials", "fleet");
    request
        .putObject("release")
        .put("version", target.version().name())
        .put("archive", "/srv/releases/" + target.archive().getFileName())
        .put("sha256", target.sha256());
    ArrayNode nodes = request.putArray("nodes");
    for (DatabendNode.Role role : new DatabendNode.Role[] {DatabendNode.Role.QUERY, DatabendNode.Role.META}) {
      for (DatabendNode node : cluster.nodes(role)) {
        nodes
            .addObject()
            .put("name", node.name())
            .put("host", node.host().address())
            .put("port", node.host().port())
            .put("role", role == DatabendNode.Role.QUERY ? "query" : "meta")
            .put("home", node.home());
      }
    }
    request
        .putObject("databend")
        .put("sqlCredentials", "fleet-sql")
        .put("drainLimit", "PT30S")
        .put("settleLimit", "PT1M")
        .put("stableFor", "PT0.5S");
    return request;
  }

  private static ObjectNode result(DatabendCluster cluster, DatabendObserver observer) {
    ObjectNode result = Json.mapper().createObjectNode();
    ObjectNode versions = result.putObject("versions");
    for (DatabendNode node : cluster.nodes()) {
      versions.put(node.name(), cluster.runningVersion(node).orElse("none"));
    }
    DatabendObserver.Report report = observer.report();
    result.set("starts", Json.mapper().valueToTree(report.starts()));
    result.set("violations", Json.mapper().valueToTree(report.violations()));
    return result;
  }
}
