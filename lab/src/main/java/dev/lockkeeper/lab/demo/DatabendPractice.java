package dev.lockkeeper.lab.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.lab.databend.DatabendCluster;
import dev.lockkeeper.lab.databend.DatabendNode;
import dev.lockkeeper.lab.databend.DatabendRelease;
import dev.lockkeeper.lab.databend.SqlUser;
import dev.lockkeeper.lab.host.LabHost;
import dev.lockkeeper.lab.host.LabNetwork;
import dev.lockkeeper.lab.plan.HostFiles;
import dev.lockkeeper.lab.process.Installation;
import dev.lockkeeper.lab.process.WorkerLaunch;
import dev.lockkeeper.lab.process.WorkerProcess;
import dev.lockkeeper.lab.temporal.TemporalService;
import dev.lockkeeper.workflows.model.Json;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Everything an upgrade of Databend can be practised on: a Temporal service, a worker, and a
 * look-alike cluster on hosts of its own.
 */
public final class DatabendPractice implements AutoCloseable {
  private static final String SQL_CREDENTIALS = "databend-sql";

  private final TemporalService temporal;
  private final LabNetwork network;
  private final DatabendCluster cluster;
  private final DatabendRelease target;
  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;
  private final Path directory;
  private WorkerProcess worker;

  private DatabendPractice(
      TemporalService temporal,
      LabNetwork network,
      DatabendCluster cluster,
      DatabendRelease target,
      Path directory,
      int workerPort) {
    this.temporal = temporal;
    this.network = network;
    this.cluster = cluster;
    this.target = target;
    this.stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(temporal.address()).build());
    this.client =
        WorkflowClient.newInstance(
            stubs, WorkflowClientOptions.newBuilder().setDataConverter(Json.converter()).build());
    this.directory = directory;
    this.worker = startWorker(directory, Ports.usualOrFree(workerPort));
  }

  /**
   * Brings everything up.
   *
   * @param temporal gives the Temporal service
   * @param directory for logs
   * @param workerPort for the worker's health and metrics, unless it is taken by then
   * @param progress hears in words what goes on
   */
  public static DatabendPractice open(
      Supplier<TemporalService> temporal,
      String from,
      String to,
      Path directory,
      int workerPort,
      Consumer<String> progress)
      throws InterruptedException {
    return open(temporal, from, to, Map.of(), directory, workerPort, progress);
  }

  /**
   * As {@link #open(Supplier, String, String, Path, int, Consumer)}, with some nodes run by systemd
   * units.
   *
   * @param keepers who runs a node, by its name; by hand those that are not named
   */
  public static DatabendPractice open(
      Supplier<TemporalService> temporal,
      String from,
      String to,
      Map<String, DatabendNode.Keeper> keepers,
      Path directory,
      int workerPort,
      Consumer<String> progress)
      throws InterruptedException {
    CompletableFuture<TemporalService> service = CompletableFuture.supplyAsync(temporal);
    LabNetwork network = null;
    try {
      DatabendRelease old = DatabendRelease.assemble(from, directory);
      DatabendRelease target = DatabendRelease.assemble(to, directory);
      network = LabNetwork.open(DatabendCluster.HOST_NAMES);
      DatabendCluster cluster = DatabendCluster.install(network, old, keepers);
      cluster.start();
      cluster.awaitReady();
      progress.accept(
          "A look-alike of Databend "
              + from
              + " runs: 3 meta and 3 query nodes on hosts of kind "
              + network.kind().name().toLowerCase(java.util.Locale.ROOT));
      progress.accept(service.join().sentence());
      DatabendPractice practice =
          new DatabendPractice(service.join(), network, cluster, target, directory, workerPort);
      try {
        practice.worker.awaitReady();
      } catch (RuntimeException | InterruptedException e) {
        practice.worker.close();
        practice.stubs.shutdownNow();
        throw e;
      }
      return practice;
    } catch (RuntimeException | InterruptedException e) {
      if (network != null) {
        network.close();
      }
      service.thenAccept(TemporalService::close);
      throw e;
    }
  }

  public TemporalService temporal() {
    return temporal;
  }

  public LabNetwork network() {
    return network;
  }

  public DatabendCluster cluster() {
    return cluster;
  }

  public WorkflowClient client() {
    return client;
  }

  public WorkerProcess worker() {
    return worker;
  }

  /** Starts another worker after the one before was killed. */
  public void restartWorker() throws InterruptedException {
    int port = worker.launch().httpPort();
    worker.close();
    worker = startWorker(directory, port);
    worker.awaitReady();
  }

  /** The product's files on its hosts. */
  public HostFiles files() {
    return HostFiles.of(
        cluster.nodes().stream()
            .collect(Collectors.toMap(DatabendNode::host, DatabendPractice::places)));
  }

  private static List<String> places(DatabendNode node) {
    // A package shares its directory with the whole system.
    String program =
        node.keeper() == DatabendNode.Keeper.PACKAGE
            ? node.home() + "/bin/" + node.role().program()
            : node.home();
    return List.of(program, node.configuration());
  }

  /** A request for the upgrade of this cluster, to be changed at will. */
  public ObjectNode request() {
    ObjectNode request = Json.mapper().createObjectNode();
    request
        .put("product", "databend")
        .put("cluster", Practice.CLUSTER)
        .put("credentials", Practice.CREDENTIALS);
    request
        .putObject("release")
        .put("version", target.version().name())
        .put("archive", target.archive().toString())
        .put("sha256", target.sha256());
    ArrayNode nodes = request.putArray("nodes");
    for (DatabendNode.Role role :
        new DatabendNode.Role[] {DatabendNode.Role.QUERY, DatabendNode.Role.META}) {
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
        .put("sqlCredentials", SQL_CREDENTIALS)
        .put("drainLimit", "PT30S")
        .put("settleLimit", "PT1M")
        .put("stableFor", "PT0.5S");
    return request;
  }

  private WorkerProcess startWorker(Path directory, int port) {
    LabHost host = network.hosts().get(0);
    try {
      Path password = Files.writeString(directory.resolve("sql-password"), SqlUser.PASSWORD);
      String configuration =
          """
          lockkeeper:
            credentials:
              %s:
                user: %s
                known-hosts: %s
                key: {file: %s}
            sql-credentials:
              %s:
                user: %s
                password: {file: %s}
          """
              .formatted(
                  Practice.CREDENTIALS,
                  host.sshUser(),
                  host.knownHosts(),
                  host.privateKey(),
                  SQL_CREDENTIALS,
                  SqlUser.NAME,
                  password);
      return WorkerProcess.start(
          Installation.find(),
          new WorkerLaunch("worker", directory, temporal.address(), port, configuration));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    worker.close();
    stubs.shutdownNow();
    network.close();
    temporal.close();
  }
}
