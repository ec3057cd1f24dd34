package dev.lockkeeper.lab.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.lab.fluss.FlussCluster;
import dev.lockkeeper.lab.fluss.FlussNode;
import dev.lockkeeper.lab.fluss.FlussRelease;
import dev.lockkeeper.lab.fluss.FlussVersion;
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
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything an upgrade can be practised on: a Temporal service, a worker, and a real Fluss cluster
 * on hosts of its own.
 */
public final class Practice implements AutoCloseable {
  /** The cluster's name in requests. */
  public static final String CLUSTER = "demo";

  /** The worker's credential profile for the lab's hosts. */
  public static final String CREDENTIALS = "lab";

  private final TemporalService temporal;
  private final LabNetwork network;
  private final FlussCluster cluster;
  private final FlussRelease target;
  private final Path directory;
  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;
  private WorkerProcess worker;

  private Practice(
      TemporalService temporal,
      LabNetwork network,
      FlussCluster cluster,
      FlussRelease target,
      Path directory,
      int workerPort) {
    this.temporal = temporal;
    this.network = network;
    this.cluster = cluster;
    this.target = target;
    this.directory = directory;
    this.stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(temporal.address()).build());
    this.client =
        WorkflowClient.newInstance(
            stubs, WorkflowClientOptions.newBuilder().setDataConverter(Json.converter()).build());
    // Seconds have passed since it was chosen; an outgoing connection may have taken it.
    this.worker = startWorker(Ports.usualOrFree(workerPort));
  }

  /**
   * Brings everything up; what does not need each other at the same time.
   *
   * @param temporal gives the Temporal service
   * @param directory for logs
   * @param workerPort for the worker's health and metrics, unless it is taken by then
   * @param progress hears in words what goes on
   */
  public static Practice open(
      Supplier<TemporalService> temporal,
      FlussVersion from,
      FlussVersion to,
      Path directory,
      int workerPort,
      Consumer<String> progress)
      throws InterruptedException {
    CompletableFuture<TemporalService> service = CompletableFuture.supplyAsync(temporal);
    CompletableFuture<FlussRelease> target =
        CompletableFuture.supplyAsync(() -> FlussRelease.assemble(to));
    CompletableFuture<Integer> clients =
        CompletableFuture.supplyAsync(() -> FlussRelease.clientJars(FlussVersion.V0_7_0).size());
    LabNetwork network = null;
    try {
      progress.accept(
          "Putting Fluss "
              + from.number()
              + " and "
              + to.number()
              + " together (90 MB each the first time) …");
      FlussRelease old = FlussRelease.assemble(from);
      network = LabNetwork.open(FlussCluster.HOST_NAMES);
      progress.accept(
          "Hosts: "
              + network.hosts().size()
              + " of kind "
              + network.kind().name().toLowerCase(java.util.Locale.ROOT));
      FlussCluster cluster = FlussCluster.install(network, old);
      cluster.start();
      cluster.awaitReady();
      progress.accept(
          "Fluss " + from.number() + " runs: ZooKeeper, 1 CoordinatorServer, 3 TabletServers");
      progress.accept(service.join().sentence());
      clients.join();
      Practice practice =
          new Practice(service.join(), network, cluster, target.join(), directory, workerPort);
      try {
        practice.worker.awaitReady();
      } catch (RuntimeException | InterruptedException e) {
        practice.worker.close();
        practice.stubs.shutdownNow();
        throw e;
      }
      return practice;
    } catch (CompletionException e) {
      takeDown(network, service);
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    } catch (RuntimeException | InterruptedException e) {
      takeDown(network, service);
      throw e;
    }
  }

  private static void takeDown(
      @Nullable LabNetwork network, CompletableFuture<TemporalService> service) {
    if (network != null) {
      network.close();
    }
    service.thenAccept(TemporalService::close);
  }

  public TemporalService temporal() {
    return temporal;
  }

  public LabNetwork network() {
    return network;
  }

  public FlussCluster cluster() {
    return cluster;
  }

  public WorkflowClient client() {
    return client;
  }

  public WorkerProcess worker() {
    return worker;
  }

  public Path directory() {
    return directory;
  }

  /** The release that the cluster is upgraded to. */
  public FlussRelease target() {
    return target;
  }

  /** Starts another worker after the one before was killed. */
  public void restartWorker() throws InterruptedException {
    int port = worker.launch().httpPort();
    worker.close();
    worker = startWorker(port);
    worker.awaitReady();
  }

  /** The product's files on its hosts. */
  public HostFiles files() {
    return HostFiles.of(
        cluster.nodes().stream()
            .collect(
                Collectors.groupingBy(
                    FlussNode::host,
                    Collectors.mapping(
                        node -> FlussCluster.home(node, cluster.release().version()),
                        Collectors.toList()))));
  }

  /** A request for the upgrade of this cluster, to be changed at will. */
  public ObjectNode request() {
    ObjectNode request = Json.mapper().createObjectNode();
    request.put("product", "fluss").put("cluster", CLUSTER).put("credentials", CREDENTIALS);
    request
        .putObject("release")
        .put("version", target.version().number())
        .put("archive", target.archive().toString())
        .put("sha256", target.sha256());
    ArrayNode nodes = request.putArray("nodes");
    for (FlussNode node : cluster.nodes()) {
      nodes
          .addObject()
          .put("name", node.name())
          .put("host", node.host().address())
          .put("port", node.host().port())
          .put("role", node.role().daemon())
          .put("home", FlussCluster.home(node, cluster.release().version()));
    }
    request.putObject("fluss").put("zookeeper", cluster.zookeeper());
    return request;
  }

  private WorkerProcess startWorker(int port) {
    LabHost host = network.hosts().get(0);
    String configuration =
        """
        lockkeeper:
          credentials:
            %s:
              user: %s
              known-hosts: %s
              key: {file: %s}
        """
            .formatted(CREDENTIALS, host.sshUser(), host.knownHosts(), host.privateKey());
    return WorkerProcess.start(
        Installation.find(),
        new WorkerLaunch("worker", directory, temporal.address(), port, configuration));
  }

  @Override
  public void close() {
    worker.close();
    stubs.shutdownNow();
    network.close();
    temporal.close();
  }
}
