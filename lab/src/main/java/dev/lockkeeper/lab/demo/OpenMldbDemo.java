package dev.lockkeeper.lab.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.lab.load.OpenMldbLoad;
import dev.lockkeeper.lab.observer.ObserverReport;
import dev.lockkeeper.lab.observer.OpenMldbObserver;
import dev.lockkeeper.lab.observer.ServerStart;
import dev.lockkeeper.lab.openmldb.Naming;
import dev.lockkeeper.lab.openmldb.OpenMldbNode;
import dev.lockkeeper.lab.plan.Disturbances;
import dev.lockkeeper.lab.plan.PlanFirst;
import dev.lockkeeper.lab.process.Installation;
import dev.lockkeeper.lab.process.WorkerLaunch;
import dev.lockkeeper.lab.process.WorkerProcess;
import dev.lockkeeper.lab.temporal.TemporalChoice;
import dev.lockkeeper.lab.temporal.TemporalService;
import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.Json;
import dev.lockkeeper.workflows.model.NodeStatus;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Upgrades a look-alike OpenMLDB cluster that an application uses, and watches from outside. */
final class OpenMldbDemo {
  private static final long BETWEEN_LOOKS_MILLIS = 250;
  private static final String PERSON = "demo";
  private static final List<String> DATABASES =
      List.of(OpenMldbPractice.DATABASE, "__INTERNAL_DB", "__PRE_AGG_DB", "INFORMATION_SCHEMA");

  private final DemoOptions options;
  private final Progress progress;
  private final Path directory;
  private final int temporalPort = Ports.usualOrFree(Ports.TEMPORAL);
  private final Set<String> announced = new HashSet<>();

  OpenMldbDemo(DemoOptions options, Progress progress, Path directory) {
    this.options = options;
    this.progress = progress;
    this.directory = directory;
  }

  /**
   * Runs it to the end of the upgrade, whatever the end is.
   *
   * @param afterwards what to do with the result while everything is still up
   */
  OpenMldbDemoResult run(Consumer<OpenMldbDemoResult> afterwards) throws InterruptedException {
    CompletableFuture<TemporalService> service = CompletableFuture.supplyAsync(this::temporal);
    progress.say(
        "Starting a look-alike of OpenMLDB "
            + options.openMldbFrom().number()
            + ": ZooKeeper, 2 nameservers, 3 tablets …");
    try (OpenMldbPractice practice =
        OpenMldbPractice.open(
            options.openMldbFrom(), options.openMldbTo(), Naming.ADDRESSES, directory)) {
      try (TemporalService temporal = service.join();
          WorkerProcess worker = worker(practice, temporal)) {
        worker.awaitReady();
        progress.say(temporal.sentence());
        OpenMldbDemoResult result = run(practice, temporal);
        afterwards.accept(result);
        return result;
      }
    } catch (IOException e) {
      service.thenAccept(TemporalService::close);
      throw new UncheckedIOException(e);
    }
  }

  private OpenMldbDemoResult run(OpenMldbPractice practice, TemporalService temporal)
      throws IOException, InterruptedException {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(temporal.address()).build());
    try (OpenMldbLoad load =
            OpenMldbLoad.start(
                practice.cluster().data(), OpenMldbPractice.DATABASE, options.rows());
        OpenMldbObserver observer = OpenMldbObserver.of(practice.cluster(), DATABASES)) {
      WorkflowClient client =
          WorkflowClient.newInstance(
              stubs, WorkflowClientOptions.newBuilder().setDataConverter(Json.converter()).build());
      double setup = seconds();
      ObjectNode request = request(practice);
      PlanFirst plan = plan(practice, temporal, observer);
      UpgradeRun run = UpgradeRun.start(client, request);
      progress.say("The upgrade is " + run.workflowId());
      UpgradeReport report = follow(run, load);
      double upgrade = seconds() - setup;
      ObserverReport seen = observer.reportAtTheEnd(OpenMldbPractice.CLUSTER);
      DemoReport.write(temporal.address(), OpenMldbPractice.CLUSTER, directory, progress);
      progress.say("Reading back every acknowledged row …");
      return new OpenMldbDemoResult(
          report.workflowId(),
          report.runId(),
          report.outcome(),
          report.reason(),
          options.openMldbFrom().number(),
          options.openMldbTo().number(),
          options.drain(),
          options.writePause(),
          practice.network().kind().name().toLowerCase(java.util.Locale.ROOT),
          temporal.address(),
          Files.writeString(directory.resolve("history.json"), run.history()).toString(),
          nodes(practice, seen, report),
          load.stop(),
          seen,
          plan.verdict(report),
          setup,
          upgrade);
    } finally {
      stubs.shutdownNow();
    }
  }

  private PlanFirst plan(
      OpenMldbPractice practice, TemporalService temporal, OpenMldbObserver observer) {
    progress.say("Planning it …");
    return PlanFirst.make(
        temporal.address(), directory, practice.files(), () -> disturbances(observer));
  }

  private static List<String> disturbances(OpenMldbObserver observer) {
    try {
      return Disturbances.of(observer.reportAtTheEnd(OpenMldbPractice.CLUSTER));
    } catch (IOException e) {
      throw new UncheckedIOException("The observer cannot ask the cluster", e);
    }
  }

  private WorkerProcess worker(OpenMldbPractice practice, TemporalService temporal) {
    return WorkerProcess.start(
        Installation.find(),
        new WorkerLaunch(
            "worker",
            directory,
            temporal.address(),
            Ports.usualOrFree(Ports.WORKER),
            practice.workerConfiguration()));
  }

  private TemporalService temporal() {
    Path compose = Installation.find().root().resolve("docker/compose.yaml");
    try {
      return new TemporalChoice(
              System.getenv(),
              compose,
              directory,
              temporalPort,
              Ports.usualOrFree(Ports.TEMPORAL_UI),
              progress::say)
          .choose(options.address());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Temporal started", e);
    }
  }

  private ObjectNode request(OpenMldbPractice practice) throws IOException {
    ObjectNode request = practice.request();
    request.putObject("gates").put("policy", options.gates());
    ((ObjectNode) request.get("openmldb"))
        .put("drain", options.drain())
        .put("writePause", options.writePause());
    for (String check : options.waive()) {
      request
          .withArray("waivers")
          .addObject()
          .put("check", check)
          .put("by", PERSON)
          .put("reason", "to show what happens");
    }
    Files.writeString(directory.resolve("request.json"), request.toPrettyString());
    return request;
  }

  private UpgradeReport follow(UpgradeRun run, OpenMldbLoad load) throws InterruptedException {
    Thread onInterrupt = new Thread(() -> run.terminate("the demonstration was interrupted"));
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    while (true) {
      Optional<UpgradeReport> ending = run.ending();
      if (ending.isPresent()) {
        Runtime.getRuntime().removeShutdownHook(onInterrupt);
        progress.say(ending.get().outcome() + ": " + ending.get().reason());
        return ending.get();
      }
      Optional<UpgradeStatus> status = run.status();
      if (status.isPresent()) {
        show(run, load, status.get());
      }
      Thread.sleep(BETWEEN_LOOKS_MILLIS);
    }
  }

  private void show(UpgradeRun run, OpenMldbLoad load, UpgradeStatus status)
      throws InterruptedException {
    if (status.questions().isEmpty()) {
      progress.say(
          status.phase()
              + ": "
              + status.doing()
              + status.nodes().stream()
                  .map(node -> node.name() + " " + word(node))
                  .collect(Collectors.joining(", ", "   [", "]")));
    }
    Optional<Question> gate = UpgradeRun.openGate(status);
    if (gate.isPresent()) {
      gate(run, load, gate.get());
    }
    UpgradeRun.blockedStep(status).ifPresent(step -> blocked(run, step));
  }

  private void gate(UpgradeRun run, OpenMldbLoad load, Question gate) throws InterruptedException {
    if (announced.add(gate.id())) {
      progress.say("GATE " + gate.id() + ": " + gate.title());
      if (gate.evidence() != null) {
        gate.evidence()
            .facts()
            .forEach(fact -> progress.say("     " + fact.name() + ": " + fact.value()));
      }
      if (gate.id().equals("stop-writes")) {
        load.pauseWrites();
        progress.say("     the application has stopped writing, as the gate asks");
      } else if (gate.id().equals("resume-writes")) {
        load.resumeWrites();
        progress.say("     the application writes again");
      }
      if (!options.approveAll()) {
        progress.say("     approve it:  " + command("approve " + gate.id()));
      }
    }
    if (options.approveAll()) {
      run.approve(gate.id(), PERSON);
    }
  }

  private void blocked(UpgradeRun run, Question step) {
    if (announced.add(step.id())) {
      progress.say("BLOCKED " + step.id() + ": " + step.title() + ": " + step.failure());
      if (!options.approveAll()) {
        progress.say(
            "     answer it:  "
                + command(
                    "answer "
                        + step.id()
                        + " --choice "
                        + step.choices().stream()
                            .map(Choice::word)
                            .collect(Collectors.joining("|"))));
      }
    }
    if (options.approveAll()) {
      Choice choice = step.choices().contains(Choice.RESTORE) ? Choice.RESTORE : Choice.ABORT;
      progress.say("     answering " + choice.word() + ", because nobody is here to decide");
      run.answer(step.id(), choice, PERSON);
    }
  }

  private String command(String words) {
    String address =
        options.address().orElse(temporalPort == Ports.TEMPORAL ? "" : "127.0.0.1:" + temporalPort);
    int blank = words.indexOf(' ');
    return (address.isEmpty() ? "" : "TEMPORAL_ADDRESS=" + address + " ")
        + "./lockkeeper "
        + words.substring(0, blank)
        + " "
        + OpenMldbPractice.CLUSTER
        + words.substring(blank);
  }

  private static List<OpenMldbDemoResult.Node> nodes(
      OpenMldbPractice practice, ObserverReport seen, UpgradeReport report) {
    return practice.cluster().nodes().stream()
        .map(
            node ->
                new OpenMldbDemoResult.Node(
                    node.name(),
                    node.role().component(),
                    started(seen, node),
                    report.nodes().stream()
                        .filter(one -> one.name().equals(node.name()))
                        .findFirst()
                        .map(NodeStatus::downSeconds)
                        .orElse(null)))
        .toList();
  }

  /** The version of the server that the observer saw come up last. */
  private static @Nullable String started(ObserverReport seen, OpenMldbNode node) {
    return seen.starts().stream()
        .filter(start -> start.node().equals(node.name()))
        .reduce((first, second) -> second)
        .map(ServerStart::version)
        .orElse(null);
  }

  private static String word(NodeStatus node) {
    return node.state().name().toLowerCase(java.util.Locale.ROOT);
  }

  private double seconds() {
    return progress.elapsed().toMillis() / 1000.0;
  }
}
