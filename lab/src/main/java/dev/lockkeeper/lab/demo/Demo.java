package dev.lockkeeper.lab.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.lab.demo.DemoResult.NodeResult;
import dev.lockkeeper.lab.fluss.FlussCluster;
import dev.lockkeeper.lab.fluss.FlussNode;
import dev.lockkeeper.lab.fluss.FlussVersion;
import dev.lockkeeper.lab.load.Load;
import dev.lockkeeper.lab.load.LoadReport;
import dev.lockkeeper.lab.observer.Observer;
import dev.lockkeeper.lab.plan.Disturbances;
import dev.lockkeeper.lab.plan.PlanFirst;
import dev.lockkeeper.lab.process.Installation;
import dev.lockkeeper.lab.temporal.TemporalChoice;
import dev.lockkeeper.lab.temporal.TemporalService;
import dev.lockkeeper.workflows.fluss.FlussRequest;
import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.NodeStatus;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeStatus;
import dev.lockkeeper.workflows.request.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Upgrades a practice cluster under load and watches from outside. */
final class Demo {
  private static final long BETWEEN_LOOKS_MILLIS = 250;
  private static final String PERSON = "demo";
  private static final String FULL_STOP = "full-stop";

  private final DemoOptions options;
  private final Progress progress;
  private final Path directory;
  private final int temporalPort = Ports.usualOrFree(Ports.TEMPORAL);
  private final Set<String> announced = new HashSet<>();

  Demo(DemoOptions options, Progress progress, Path directory) {
    this.options = options;
    this.progress = progress;
    this.directory = directory;
  }

  /**
   * Runs it to the end of the upgrade, whatever the end is.
   *
   * @param afterwards what to do with the result while everything is still up
   */
  DemoResult run(java.util.function.Consumer<DemoResult> afterwards) throws InterruptedException {
    int workerPort = Ports.usualOrFree(Ports.WORKER);
    try (Practice practice =
        Practice.open(
            this::temporal, options.from(), options.to(), directory, workerPort, progress::say)) {
      FlussCluster cluster = practice.cluster();
      List<Optional<String>> before = versions(cluster);
      // A client of 0.7.0 serves all the servers there are here.
      FlussVersion client = FlussVersion.V0_7_0;
      try (Load load = Load.start(cluster.bootstrapServers(), client, options.rows(), directory)) {
        awaitTables(practice);
        progress.say(
            "An application writes and reads "
                + options.rows()
                + " rows a second in each of 2 tables with 3 replicas");
        double setup = seconds();
        try (Observer observer = Observer.of(cluster)) {
          ObjectNode request = request(practice);
          progress.say("Planning it …");
          PlanFirst plan =
              PlanFirst.make(
                  practice.temporal().address(),
                  directory,
                  practice.files(),
                  () -> Disturbances.of(observer.report()));
          UpgradeReport report = upgrade(practice, request, load);
          double upgrade = seconds() - setup;
          if (announced.contains(FULL_STOP)) {
            load.continueWith(client);
          }
          DemoReport.write(practice.temporal().address(), Practice.CLUSTER, directory, progress);
          progress.say("Reading back every acknowledged row …");
          LoadReport writer = load.stop();
          DemoResult result =
              new DemoResult(
                  report.workflowId(),
                  report.runId(),
                  report.outcome(),
                  report.reason(),
                  options.from().number(),
                  options.to().number(),
                  practice.network().kind().name().toLowerCase(java.util.Locale.ROOT),
                  practice.temporal().address(),
                  writeHistory(practice).toString(),
                  nodes(cluster, before, report),
                  writer,
                  observer.report(),
                  plan.verdict(report),
                  setup,
                  upgrade);
          afterwards.accept(result);
          return result;
        }
      }
    }
  }

  private TemporalService temporal() {
    Path compose = Installation.find().root().resolve("docker/compose.yaml");
    int uiPort = Ports.usualOrFree(Ports.TEMPORAL_UI);
    try {
      return new TemporalChoice(
              System.getenv(), compose, directory, temporalPort, uiPort, progress::say)
          .choose(options.address());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Temporal started", e);
    }
  }

  private void awaitTables(Practice practice) throws InterruptedException {
    practice.cluster().awaitReady();
    try (var reader = practice.cluster().reader()) {
      long deadline = System.nanoTime() + 60_000_000_000L;
      while (System.nanoTime() < deadline) {
        try {
          if (reader.read().buckets().size() >= 2 && reader.read().isWhole()) {
            return;
          }
        } catch (IOException | org.apache.zookeeper.KeeperException notYet) {
          progress.say("waiting for the application's tables: " + notYet.getMessage());
        }
        Thread.sleep(BETWEEN_LOOKS_MILLIS);
      }
    }
    throw new IllegalStateException(
        "the application could not create its tables within a minute; see " + directory);
  }

  private ObjectNode request(Practice practice) {
    ObjectNode request = practice.request();
    request.putObject("gates").put("policy", options.gates());
    ((ObjectNode) request.get("fluss")).put("method", options.method());
    for (String check : options.waive()) {
      request
          .withArray("waivers")
          .addObject()
          .put("check", check)
          .put("by", PERSON)
          .put("reason", "to show what happens");
    }
    if (!options.waive().isEmpty()) {
      // What cannot recover shall not keep the audience waiting for half an hour.
      ((ObjectNode) request.get("fluss")).put("inSyncLimit", "PT20S");
    }
    try {
      FlussRequest.read(request);
      Files.writeString(directory.resolve("request.json"), request.toPrettyString());
    } catch (InvalidInputException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return request;
  }

  private UpgradeReport upgrade(Practice practice, ObjectNode request, Load load)
      throws InterruptedException {
    UpgradeRun run = UpgradeRun.start(practice.client(), request);
    progress.say("The upgrade is " + run.workflowId() + page(practice, run));
    Thread onInterrupt = new Thread(() -> terminate(run));
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    while (true) {
      Optional<UpgradeReport> ending = run.ending();
      if (ending.isPresent()) {
        Runtime.getRuntime().removeShutdownHook(onInterrupt);
        progress.say(ending.get().outcome() + ": " + ending.get().reason());
        return ending.get();
      }
      run.status().ifPresent(status -> show(run, load, status));
      Thread.sleep(BETWEEN_LOOKS_MILLIS);
    }
  }

  /** An interrupted demonstration leaves no open run behind, whoever's Temporal service it used. */
  private static void terminate(UpgradeRun run) {
    run.terminate("the demonstration was interrupted");
  }

  private void show(UpgradeRun run, Load load, UpgradeStatus status) {
    String nodes =
        status.nodes().stream()
            .map(node -> node.name() + " " + node.state().name().toLowerCase(java.util.Locale.ROOT))
            .collect(Collectors.joining(", "));
    if (status.questions().isEmpty()) {
      progress.say(status.phase() + ": " + status.doing() + "   [" + nodes + "]");
    }
    UpgradeRun.openGate(status).ifPresent(gate -> gate(run, load, gate));
    UpgradeRun.blockedStep(status).ifPresent(step -> blocked(run, step));
  }

  private void gate(UpgradeRun run, Load load, Question gate) {
    if (announced.add(gate.id())) {
      progress.say("GATE " + gate.id() + ": " + gate.title());
      if (gate.evidence() != null) {
        gate.evidence()
            .facts()
            .forEach(fact -> progress.say("     " + fact.name() + ": " + fact.value()));
      }
      if (gate.id().equals(FULL_STOP)) {
        load.pause();
        progress.say("     the application has stopped writing, as the gate asks");
      }
      if (!options.approveAll()) {
        progress.say(
            "     approve it:  " + command("approve " + Practice.CLUSTER + " " + gate.id()));
      }
    }
    if (options.approveAll()) {
      run.approve(gate.id(), PERSON);
    }
  }

  private void blocked(UpgradeRun run, Question step) {
    String choices = step.choices().stream().map(Choice::word).collect(Collectors.joining("|"));
    if (announced.add(step.id())) {
      progress.say("BLOCKED " + step.id() + ": " + step.title() + ": " + step.failure());
      if (!options.approveAll()) {
        progress.say(
            "     answer it:  "
                + command("answer " + Practice.CLUSTER + " " + step.id() + " --choice " + choices));
      }
    }
    if (options.approveAll()) {
      Choice choice = step.choices().contains(Choice.RESTORE) ? Choice.RESTORE : Choice.ABORT;
      progress.say("     answering " + choice.word() + ", because nobody is here to decide");
      run.answer(step.id(), choice, PERSON);
    }
  }

  private String command(String arguments) {
    String prefix =
        temporalPort == Ports.TEMPORAL ? "" : "TEMPORAL_ADDRESS=127.0.0.1:" + temporalPort + " ";
    return options.address().map(address -> "TEMPORAL_ADDRESS=" + address + " ").orElse(prefix)
        + "./lockkeeper "
        + arguments;
  }

  private static String page(Practice practice, UpgradeRun run) {
    return practice
        .temporal()
        .uiUrl()
        .map(url -> ": " + url + "/namespaces/default/workflows/" + run.workflowId())
        .orElse("");
  }

  private Path writeHistory(Practice practice) {
    try {
      String history = UpgradeRun.of(practice.client(), "upgrade-" + Practice.CLUSTER).history();
      return Files.writeString(directory.resolve("history.json"), history);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the history", e);
    }
  }

  private static List<Optional<String>> versions(FlussCluster cluster) {
    return cluster.nodes().stream().map(cluster::runningVersion).toList();
  }

  private static List<NodeResult> nodes(
      FlussCluster cluster, List<Optional<String>> before, UpgradeReport report) {
    List<FlussNode> nodes = cluster.nodes();
    return java.util.stream.IntStream.range(0, nodes.size())
        .mapToObj(
            index -> {
              FlussNode node = nodes.get(index);
              return new NodeResult(
                  node.name(),
                  node.role().daemon(),
                  before.get(index).orElse(null),
                  cluster.runningVersion(node).orElse(null),
                  downSeconds(report, node.name()));
            })
        .toList();
  }

  private static @Nullable Double downSeconds(UpgradeReport report, String name) {
    for (NodeStatus node : report.nodes()) {
      if (node.name().equals(name)) {
        return node.downSeconds();
      }
    }
    return null;
  }

  private double seconds() {
    return progress.elapsed().toMillis() / 1000.0;
  }
}
