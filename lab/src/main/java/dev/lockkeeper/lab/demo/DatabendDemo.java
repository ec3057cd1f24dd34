package dev.lockkeeper.lab.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.lab.databend.DatabendClients;
import dev.lockkeeper.lab.databend.DatabendNode;
import dev.lockkeeper.lab.databend.DatabendObserver;
import dev.lockkeeper.lab.plan.Disturbances;
import dev.lockkeeper.lab.plan.PlanFirst;
import dev.lockkeeper.lab.process.Installation;
import dev.lockkeeper.lab.temporal.TemporalChoice;
import dev.lockkeeper.lab.temporal.TemporalService;
import dev.lockkeeper.workflows.databend.DatabendRequest;
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
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Upgrades a look-alike cluster of Databend while applications use it, and watches from outside.
 */
final class DatabendDemo {
  private static final long BETWEEN_LOOKS_MILLIS = 250;
  private static final String PERSON = "demo";

  private final DemoOptions options;
  private final Progress progress;
  private final Path directory;
  private final int temporalPort = Ports.usualOrFree(Ports.TEMPORAL);
  private final Set<String> announced = new HashSet<>();

  DatabendDemo(DemoOptions options, Progress progress, Path directory) {
    this.options = options;
    this.progress = progress;
    this.directory = directory;
  }

  /**
   * Runs it to the end of the upgrade, whatever the end is.
   *
   * @param afterwards what to do with the result while everything is still up
   */
  DatabendDemoResult run(Consumer<DatabendDemoResult> afterwards) throws InterruptedException {
    String from = options.fromOr("1.2.725");
    String to = options.toOr("1.2.833");
    try (DatabendPractice practice =
            DatabendPractice.open(
                this::temporal,
                from,
                to,
                directory,
                Ports.usualOrFree(Ports.WORKER),
                progress::say);
        DatabendClients clients = DatabendClients.start(practice.cluster());
        DatabendObserver observer = DatabendObserver.of(practice.cluster())) {
      double began = seconds();
      ObjectNode request = request(practice);
      progress.say("Planning it …");
      PlanFirst plan =
          PlanFirst.make(
              practice.temporal().address(),
              directory,
              practice.files(),
              () -> Disturbances.of(observer.report()));
      UpgradeReport report = upgrade(practice, request);
      double upgrade = seconds() - began;
      Path history =
          Files.writeString(
              directory.resolve("history.json"),
              UpgradeRun.of(practice.client(), report.workflowId()).history());
      DemoReport.write(practice.temporal().address(), Practice.CLUSTER, directory, progress);
      DatabendClients.Report counted = clients.stop();
      DatabendDemoResult result =
          new DatabendDemoResult(
              report.workflowId(),
              report.outcome(),
              report.reason(),
              from,
              to,
              history.toString(),
              report.warnings(),
              nodes(practice, report),
              counted,
              observer.report(),
              plan.verdict(report),
              upgrade);
      afterwards.accept(result);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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

  private ObjectNode request(DatabendPractice practice) throws IOException {
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
    try {
      DatabendRequest.read(request);
    } catch (InvalidInputException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
    Files.writeString(directory.resolve("request.json"), request.toPrettyString());
    return request;
  }

  private UpgradeReport upgrade(DatabendPractice practice, ObjectNode request)
      throws InterruptedException {
    UpgradeRun run = UpgradeRun.start(practice.client(), request);
    progress.say("The upgrade is " + run.workflowId());
    Thread onInterrupt = new Thread(() -> run.terminate("the demonstration was interrupted"));
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    while (true) {
      Optional<UpgradeReport> ending = run.ending();
      if (ending.isPresent()) {
        Runtime.getRuntime().removeShutdownHook(onInterrupt);
        progress.say(ending.get().outcome() + ": " + ending.get().reason());
        return ending.get();
      }
      run.status().ifPresent(status -> show(run, status));
      Thread.sleep(BETWEEN_LOOKS_MILLIS);
    }
  }

  private void show(UpgradeRun run, UpgradeStatus status) {
    if (status.questions().isEmpty()) {
      progress.say(status.phase() + ": " + status.doing());
    }
    UpgradeRun.openGate(status).ifPresent(gate -> gate(run, gate));
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
        progress.say("     approve it:  " + command("approve", gate.id()));
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
        progress.say("     answer it:  " + command("answer", step.id() + " --choice " + choices));
      }
    }
    if (options.approveAll()) {
      Choice choice = step.choices().contains(Choice.RESTORE) ? Choice.RESTORE : Choice.ABORT;
      progress.say("     answering " + choice.word() + ", because nobody is here to decide");
      run.answer(step.id(), choice, PERSON);
    }
  }

  private String command(String verb, String rest) {
    String address = options.address().orElse("127.0.0.1:" + temporalPort);
    return "TEMPORAL_ADDRESS="
        + address
        + " ./lockkeeper "
        + verb
        + " "
        + Practice.CLUSTER
        + " "
        + rest;
  }

  private static List<DatabendDemoResult.Node> nodes(
      DatabendPractice practice, UpgradeReport report) {
    return report.nodes().stream()
        .map(
            (NodeStatus status) -> {
              DatabendNode node = practice.cluster().node(status.name());
              return new DatabendDemoResult.Node(
                  status.name(),
                  practice.cluster().runningVersion(node).orElse(null),
                  status.downSeconds());
            })
        .toList();
  }

  private double seconds() {
    return progress.elapsed().toMillis() / 1000.0;
  }
}
