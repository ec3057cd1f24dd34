package dev.lockkeeper.lab.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.lab.demo.OpenMldbPractice;
import dev.lockkeeper.lab.demo.UpgradeRun;
import dev.lockkeeper.lab.host.HostProcess;
import dev.lockkeeper.lab.load.OpenMldbLoad;
import dev.lockkeeper.lab.observer.OpenMldbObserver;
import dev.lockkeeper.lab.openmldb.Naming;
import dev.lockkeeper.lab.openmldb.OpenMldbCluster;
import dev.lockkeeper.lab.openmldb.OpenMldbNode;
import dev.lockkeeper.lab.openmldb.OpenMldbRelease;
import dev.lockkeeper.lab.openmldb.OpenMldbVersion;
import dev.lockkeeper.lab.openmldb.Pace;
import dev.lockkeeper.lab.plan.Disturbances;
import dev.lockkeeper.lab.plan.PlanFirst;
import dev.lockkeeper.lab.process.FreePorts;
import dev.lockkeeper.lab.process.Installation;
import dev.lockkeeper.lab.process.WorkerLaunch;
import dev.lockkeeper.lab.process.WorkerProcess;
import dev.lockkeeper.lab.temporal.TemporalServer;
import dev.lockkeeper.lab.temporal.TemporalService;
import dev.lockkeeper.workflows.model.Json;
import dev.lockkeeper.workflows.model.NodeState;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A look-alike OpenMLDB cluster of every role that an application uses, with a Temporal server and
 * a worker, for several upgrades one after another.
 */
final class OpenMldbRehearsal implements AutoCloseable {
  private final TemporalService temporal;
  private final OpenMldbPractice practice;
  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;
  private final WorkerProcess worker;
  private final OpenMldbLoad load;
  private final Path directory;

  private OpenMldbRehearsal(TemporalService temporal, OpenMldbPractice practice, Path directory) {
    this.temporal = temporal;
    this.directory = directory;
    this.practice = practice;
    this.stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(temporal.address()).build());
    this.client =
        WorkflowClient.newInstance(
            stubs, WorkflowClientOptions.newBuilder().setDataConverter(Json.converter()).build());
    this.worker =
        WorkerProcess.start(
            Installation.find(),
            new WorkerLaunch(
                "worker",
                directory,
                temporal.address(),
                FreePorts.one(),
                practice.workerConfiguration()));
    this.load = OpenMldbLoad.start(practice.cluster().data(), OpenMldbPractice.DATABASE, 20);
  }

  static OpenMldbRehearsal open(Path directory) throws Exception {
    TemporalServer server = TemporalServer.onFreePorts(KilledOrchestratorTest.cli(), directory);
    OpenMldbPractice practice =
        OpenMldbPractice.open(
            OpenMldbCluster.HOST_NAMES_OF_EVERY_ROLE,
            release(OpenMldbVersion.V0_5_3, directory),
            release(OpenMldbVersion.V0_6_2, directory),
            Naming.NAMES);
    OpenMldbRehearsal rehearsal =
        new OpenMldbRehearsal(KilledOrchestratorTest.started(server), practice, directory);
    rehearsal.worker.awaitReady();
    return rehearsal;
  }

  /**
   * A release whose start.sh gives up soon on a server that it cannot ask, and whose operations are
   * quick.
   */
  static OpenMldbRelease release(OpenMldbVersion version, Path directory) {
    Pace usual = Pace.practice();
    return OpenMldbRelease.write(
        version,
        new Pace(
            Duration.ofMillis(500),
            usual.stop(),
            usual.restartGap(),
            usual.session(),
            Duration.ofMillis(40),
            Duration.ofMillis(20),
            usual.openFiles()),
        directory);
  }

  OpenMldbPractice practice() {
    return practice;
  }

  OpenMldbCluster cluster() {
    return practice.cluster();
  }

  /** Plans an upgrade as an operator does before it, under the eyes of an observer. */
  PlanFirst plan(ObjectNode request) throws IOException {
    Files.writeString(directory.resolve("request.json"), request.toPrettyString());
    try (OpenMldbObserver observer =
        OpenMldbObserver.of(cluster(), List.of(OpenMldbPractice.DATABASE))) {
      return PlanFirst.make(
          temporal.address(),
          directory,
          practice.files(),
          () -> {
            try {
              return Disturbances.of(observer.reportAtTheEnd(OpenMldbPractice.CLUSTER));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }

  UpgradeRun start(ObjectNode request) {
    return UpgradeRun.start(client, request);
  }

  /** Waits until the run has brought a node to a state. */
  void await(UpgradeRun run, String node, NodeState state) {
    new RunWatch(run)
        .until(
            node + " is " + state,
            () ->
                run.status()
                    .filter(
                        status ->
                            status.nodes().stream()
                                .anyMatch(one -> one.name().equals(node) && one.state() == state)));
  }

  /** Waits until what the run does now has said something; a blocked run will never say it. */
  void awaitWord(UpgradeRun run, String word) {
    new RunWatch(run)
        .until(
            "it says \"" + word + "\"",
            () -> {
              run.status()
                  .flatMap(UpgradeRun::blockedStep)
                  .ifPresent(
                      step -> {
                        throw new AssertionError(
                            "blocked before it said \"" + word + "\": " + step);
                      });
              return said(run).filter(text -> text.contains(word));
            });
  }

  private Optional<String> said(UpgradeRun run) {
    return Optional.of(
        stubs
            .blockingStub()
            .describeWorkflowExecution(
                DescribeWorkflowExecutionRequest.newBuilder()
                    .setNamespace("default")
                    .setExecution(WorkflowExecution.newBuilder().setWorkflowId(run.workflowId()))
                    .build())
            .getPendingActivitiesList()
            .stream()
            .map(PendingActivityInfo::getHeartbeatDetails)
            .flatMap(details -> details.getPayloadsList().stream())
            .map(payload -> payload.getData().toStringUtf8())
            .collect(Collectors.joining("\n")));
  }

  /** The nameserver that leads. */
  OpenMldbNode leader() throws JsonProcessingException {
    String rows = client("showns");
    return cluster().nodes(OpenMldbNode.Role.NAMESERVER).stream()
        .filter(
            node ->
                rows.lines()
                    .anyMatch(line -> line.contains(node.name() + " ") && line.contains("leader")))
        .findFirst()
        .orElseThrow(() -> new AssertionError("nobody leads: " + rows));
  }

  /** What a person does with the vendor's client, on a host of the cluster. */
  String client(String command) {
    OpenMldbNode node = cluster().node("tablet-1");
    return node.host()
        .run(
            node.home() + "/bin/openmldb",
            "--zk_cluster=" + cluster().zookeeper(),
            "--zk_root_path=" + OpenMldbCluster.ROOT_PATH,
            "--role=ns_client",
            "--interactive=false",
            "--cmd=" + command)
        .output();
  }

  /** Waits until the nameserver says of a tablet that it is in a state. */
  void awaitTablet(UpgradeRun run, String tablet, String state) {
    new RunWatch(run)
        .until(
            tablet + " is " + state,
            () ->
                client("showtablet")
                    .lines()
                    .filter(line -> line.contains(tablet + " ") && line.contains(state))
                    .findFirst());
  }

  /** Waits until the nameserver has begun an operation that is not over yet. */
  void awaitOperationUnderWay(UpgradeRun run) {
    new RunWatch(run)
        .until(
            "an operation is under way",
            () -> Optional.of(client("showopstatus")).filter(rows -> rows.contains("kDoing")));
  }

  /** Waits until no operation is under way. */
  void awaitOperations(UpgradeRun run) {
    new RunWatch(run)
        .until(
            "every operation is over",
            () ->
                Optional.of(client("showopstatus"))
                    .filter(rows -> rows.contains("op_id"))
                    .filter(rows -> !rows.contains("kDoing") && !rows.contains("kInited")));
  }

  /** Kills the first attempt of a job on its node as soon as it has reached a mark. */
  void killJob(UpgradeRun run, String node, String step, String mark) {
    String upgrade = new RunWatch(run).until("the run is there", run::status).runId();
    cluster()
        .node(node)
        .host()
        .run(
            "sh",
            "-c",
            """
            job=$HOME/.lockkeeper/jobs/$1/$2/$3.$4.1
            until grep -qs "^$5 " "$job/marks"; do sleep 0.02; done
            read -r pid rest < "$job/owner" && kill -9 "$pid"
            """,
            "kill-job",
            OpenMldbPractice.CLUSTER,
            upgrade,
            node,
            step,
            mark)
        .orThrow();
  }

  /** Kills what runs on a node with this word in its command line; what it has started lives on. */
  void kill(String node, String word) {
    List<HostProcess> processes = processes(node, word);
    if (processes.isEmpty()) {
      throw new AssertionError("nothing runs on " + node + " with " + word);
    }
    processes.forEach(
        process ->
            cluster().node(node).host().run("kill", "-9", Long.toString(process.pid())).orThrow());
  }

  /** Waits until nothing runs on a node with this word in its command line. */
  void awaitEnd(UpgradeRun run, String node, String word) {
    new RunWatch(run)
        .until(
            word + " has ended on " + node,
            () -> processes(node, word).isEmpty() ? Optional.of(true) : Optional.empty());
  }

  List<HostProcess> processes(String node, String word) {
    return cluster().node(node).host().processes().stream()
        .filter(
            process -> process.commandLine().stream().anyMatch(argument -> argument.contains(word)))
        .toList();
  }

  /** Adds a line to a nameserver's flags, for its next start. */
  void addFlag(String nameserver, String flag) {
    OpenMldbNode at = cluster().node(nameserver);
    String file = at.home() + "/conf/nameserver.flags";
    at.host().write(file, file(nameserver, "conf/nameserver.flags") + flag + "\n");
  }

  /** The text of a file in a node's home. */
  String file(String node, String name) {
    OpenMldbNode at = cluster().node(node);
    return at.host().run("cat", at.home() + "/" + name).orThrow().output();
  }

  @Override
  public void close() {
    load.close();
    worker.close();
    stubs.shutdownNow();
    practice.close();
    temporal.close();
  }
}
