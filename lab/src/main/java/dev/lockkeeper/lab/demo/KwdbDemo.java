package dev.lockkeeper.lab.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.lab.kwdb.KwdbNode;
import dev.lockkeeper.lab.kwdb.KwdbVersion;
import dev.lockkeeper.lab.observer.KwdbObserver;
import dev.lockkeeper.lab.observer.ObserverReport;
import dev.lockkeeper.lab.observer.ServerStart;
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

/** Upgrades a look-alike KWDB cluster in one of the vendor's ways, and watches from outside. */
final class KwdbDemo {
  private static final long BETWEEN_LOOKS_MILLIS = 250;
  private static final String PERSON = "demo";

  private final DemoOptions options;
  private final Progress progress;
  private final Path directory;
  private final KwdbWay way;
  private final KwdbVersion from;
  private final KwdbVersion to;
  private final int temporalPort = Ports.usualOrFree(Ports.TEMPORAL);
  private final Set<String> announced = new HashSet<>();

  KwdbDemo(DemoOptions options, Progress progress, Path directory) {
    this.options = options;
    this.progress = progress;
    this.directory = directory;
    this.way = KwdbWay.of(options.method()).orElseThrow();
    this.from = KwdbVersion.of(options.fromOr(way == KwdbWay.IMPORT_EXPORT ? "2.2.0" : "3.0.0"));
    this.to = KwdbVersion.of(options.toOr("3.1.0"));
  }

  /**
   * Runs it to the end of the upgrade, whatever the end is.
   *
   * @param afterwards what to do with the result while everything is still up
   */
  KwdbDemoResult run(Consumer<KwdbDemoResult> afterwards) throws InterruptedException {
    CompletableFuture<TemporalService> service = CompletableFuture.supplyAsync(this::temporal);
    progress.say(
        "Starting a look-alike of KWDB " + from.number() + " to upgrade: " + way.word() + " …");
    try (KwdbPractice practice = KwdbPractice.open(way, from, to)) {
      try (TemporalService temporal = service.join();
          WorkerProcess worker = worker(practice, temporal)) {
        worker.awaitReady();
        progress.say(temporal.sentence());
        KwdbDemoResult result = run(practice, temporal);
        afterwards.accept(result);
        return result;
      }
    } catch (IOException e) {
      service.thenAccept(TemporalService::close);
      throw new UncheckedIOException(e);
    }
  }

  private KwdbDemoResult run(KwdbPractice practice, TemporalService temporal)
      throws IOException, InterruptedException {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(temporal.address()).build());
    try (KwdbObserver observer = KwdbObserver.of(practice.cluster(), way.promise())) {
      WorkflowClient client =
          WorkflowClient.newInstance(
              stubs, WorkflowClientOptions.newBuilder().setDataConverter(Json.converter()).build());
      double setup = seconds();
      ObjectNode request = request(practice);
      PlanFirst plan = plan(practice, temporal, observer);
      UpgradeRun run = UpgradeRun.start(client, request);
      progress.say("The upgrade is " + run.workflowId());
      UpgradeReport report = follow(run);
      double upgrade = seconds() - setup;
      ObserverReport seen = observer.reportAtTheEnd(KwdbPractice.CLUSTER);
      return new KwdbDemoResult(
          report.workflowId(),
          report.runId(),
          report.outcome(),
          report.reason(),
          way.word(),
          from.number(),
          to.number(),
          practice.network().kind().name().toLowerCase(java.util.Locale.ROOT),
          temporal.address(),
          Files.writeString(directory.resolve("history.json"), run.history()).toString(),
          nodes(practice, seen, report),
          seen,
          plan.verdict(report),
          setup,
          upgrade);
    } finally {
      stubs.shutdownNow();
    }
  }

  private PlanFirst plan(KwdbPractice practice, TemporalService temporal, KwdbObserver observer) {
    progress.say("Planning it …");
    return PlanFirst.make(
        temporal.address(),
        directory,
        practice.files(),
        () -> Disturbances.of(observer.reportAtTheEnd(KwdbPractice.CLUSTER)));
  }

  private WorkerProcess worker(KwdbPractice practice, TemporalService temporal) {
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

  private ObjectNode request(KwdbPractice practice) throws IOException {
    ObjectNode request = practice.request();
    request.putObject("gates").put("policy", options.gates());
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

  private UpgradeReport follow(UpgradeRun run) throws InterruptedException {
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
        show(run, status.get());
      }
      Thread.sleep(BETWEEN_LOOKS_MILLIS);
    }
  }

  private void show(UpgradeRun run, UpgradeStatus status) {
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
      gate(run, gate.get());
    }
    UpgradeRun.blockedStep(status).ifPresent(step -> blocked(run, step));
  }

  private void gate(UpgradeRun run, Question gate) {
    if (announced.add(gate.id())) {
      progress.say("GATE " + gate.id() + ": " + gate.title());
      if (gate.evidence() != null) {
        gate.evidence()
            .facts()
            .forEach(fact -> progress.say("     " + fact.name() + ": " + fact.value()));
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
        + KwdbPractice.CLUSTER
        + words.substring(blank);
  }

  private List<KwdbDemoResult.Node> nodes(
      KwdbPractice practice, ObserverReport seen, UpgradeReport report) {
    if (way == KwdbWay.IMPORT_EXPORT) {
      // The old cluster stays as it is; the new one counts only with every row in it.
      return List.of(
          new KwdbDemoResult.Node("new-node-1", practice.importedAll() ? to.number() : null, null));
    }
    return practice.cluster().nodes().stream()
        .map(
            node ->
                new KwdbDemoResult.Node(
                    node.name(),
                    started(seen, node),
                    report.nodes().stream()
                        .filter(one -> one.name().equals(node.name()))
                        .findFirst()
                        .map(NodeStatus::downSeconds)
                        .orElse(null)))
        .toList();
  }

  /** The version of the server that the observer saw come up last. */
  private static @Nullable String started(ObserverReport seen, KwdbNode node) {
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
