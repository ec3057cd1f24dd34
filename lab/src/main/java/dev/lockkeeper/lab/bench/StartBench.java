package dev.lockkeeper.lab.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.lab.host.CommandResult;
import dev.lockkeeper.lab.host.LabException;
import dev.lockkeeper.lab.host.LocalCommand;
import dev.lockkeeper.lab.process.ChildProcess;
import dev.lockkeeper.lab.process.FreePorts;
import dev.lockkeeper.lab.process.HttpReadiness;
import dev.lockkeeper.lab.process.Program;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How long a person waits for a command, and for a worker that takes work. */
final class StartBench implements Benchmark {
  private static final String PART = "start";

  /** The launcher may have to build first; that is the turn that does not count. */
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private static final String HELP = "time of ./lockkeeper --help";
  private static final String STATUS = "time of ./lockkeeper status";
  private static final String WORKER = "time of ./lockkeeper worker until it polls";

  @Override
  public Measured run(Surroundings surroundings, int runs) throws InterruptedException {
    List<Double> help = new ArrayList<>();
    List<Double> status = new ArrayList<>();
    List<Double> worker = new ArrayList<>();
    ObjectNode request = PretendRequest.of("bench-start", 3);
    try (BenchWorkerProcess pretending =
        BenchWorkerProcess.start(
            surroundings,
            new BenchWorkerOrder(surroundings.temporalAddress(), "bench-start", null),
            "start-pretending")) {
      pretending.go();
      BenchRun open = BenchRun.start(surroundings.client(), "bench-start", request);
      open.awaitQuestion();
      // The first of each fills the machine's file cache.
      for (int i = 0; i <= runs; i++) {
        surroundings.say(PART + ": " + i + " of " + runs);
        double first = command(surroundings, "--help");
        double second =
            command(
                surroundings, "status", "bench-start", "--address", surroundings.temporalAddress());
        double third = worker(surroundings, i);
        if (i > 0) {
          help.add(first);
          status.add(second);
          worker.add(third);
        }
      }
      open.terminate();
    }
    Measured measured =
        new Measured(
            List.of(
                new Series(PART, HELP, "lockkeeper", "s", help),
                new Series(PART, STATUS, "lockkeeper", "s", status),
                new Series(PART, WORKER, "lockkeeper", "s", worker)),
            List.of());
    return measured.and(
        new Measured(
            List.of(),
            List.of(
                new Bar(PART, HELP, measured.median(HELP, "lockkeeper"), 0.4, "s"),
                new Bar(PART, STATUS, measured.median(STATUS, "lockkeeper"), 0.8, "s"),
                new Bar(PART, WORKER, measured.median(WORKER, "lockkeeper"), 4, "s"))));
  }

  private static double command(Surroundings surroundings, String... words) {
    List<String> command =
        new ArrayList<>(List.of(surroundings.installation().root().resolve("lockkeeper") + ""));
    command.addAll(List.of(words));
    long began = System.nanoTime();
    CommandResult result = LocalCommand.run(LIMIT, command);
    double seconds = (System.nanoTime() - began) / 1e9;
    if (!result.succeeded()) {
      throw new LabException(String.join(" ", command) + " failed: " + result.error().strip());
    }
    return seconds;
  }

  private static double worker(Surroundings surroundings, int number) throws InterruptedException {
    int port = FreePorts.some(1).get(0);
    String name = "start-worker-" + number;
    Program worker =
        new Program(
            name,
            List.of(surroundings.installation().root().resolve("lockkeeper").toString(), "worker"),
            Map.of(
                "TEMPORAL_ADDRESS",
                surroundings.temporalAddress(),
                "LOCKKEEPER_HTTP_HOST",
                "127.0.0.1",
                "LOCKKEEPER_HTTP_PORT",
                Integer.toString(port)),
            surroundings.directory().resolve(name + ".log"));
    URI readiness = URI.create("http://127.0.0.1:" + port + "/health/readiness");
    long began = System.nanoTime();
    try (ChildProcess process = ChildProcess.start(worker)) {
      process.awaitReady(new HttpReadiness(readiness), LIMIT);
      return (System.nanoTime() - began) / 1e9;
    }
  }
}
