package dev.lockkeeper.lab.temporal;

import dev.lockkeeper.lab.process.ChildProcess;
import dev.lockkeeper.lab.process.FreePorts;
import dev.lockkeeper.lab.process.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Says what each setting of the development server is worth: milliseconds per activity of a
 * workflow that runs 200 of them in sequence, the median of five runs after one that does not
 * count. Not a test; started by hand: {@code java -cp …
 * dev.lockkeeper.lab.temporal.ActivityLatencyBenchmark}.
 */
final class ActivityLatencyBenchmark {
  private static final int ACTIVITIES = 200;
  private static final int TIMERS = 20;
  private static final int RUNS = 5;
  private static final String[] POLL = dynamic("history.transferProcessorMaxPollRPS=1000");
  private static final String[] EAGER = dynamic("system.enableActivityEagerExecution=true");
  private static final String[] WAL = {
    "--sqlite-pragma", "journal_mode=wal", "--sqlite-pragma", "synchronous=1"
  };

  private ActivityLatencyBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    if (!(TemporalCli.find(System.err::println) instanceof TemporalCli.Found found)) {
      throw new IllegalStateException("No Temporal CLI.");
    }
    Map<String, List<String>> cases = new LinkedHashMap<>();
    cases.put("as it comes", List.of());
    cases.put("poll", all(POLL));
    cases.put("poll+eager", all(POLL, EAGER));
    cases.put("poll+wal", all(POLL, WAL));
    cases.put("poll+eager+wal", all(POLL, EAGER, WAL));
    cases.put("ours: that and timers", FastServerSettings.ARGUMENTS);
    cases.put("ours+visibility", ours(dynamic("history.visibilityProcessorMaxPollRPS=1000")));
    cases.put("ours+outbound", ours(dynamic("history.outboundProcessorMaxPollRPS=1000")));
    cases.put("ours+synchronous=0", ours("--sqlite-pragma", "synchronous=0"));
    cases.put(
        "ours+both readers",
        ours(
            dynamic(
                "history.visibilityProcessorMaxPollRPS=1000",
                "history.outboundProcessorMaxPollRPS=1000")));
    cases.put("ours+cache", ours("--sqlite-pragma", "cache_size=-65536"));
    cases.put("ours again", FastServerSettings.ARGUMENTS);
    for (var one : cases.entrySet()) {
      if (arguments.length == 0 || Arrays.asList(arguments).contains(one.getKey())) {
        System.out.printf("%-28s %s%n", one.getKey(), measure(found.cli(), one.getValue()));
      }
    }
  }

  private static String measure(TemporalCli cli, List<String> settings) throws Exception {
    Path directory = Files.createTempDirectory("latency");
    List<Integer> ports = FreePorts.some(2);
    List<String> command = new ArrayList<>(List.of(cli.executable().toString(), "server"));
    command.addAll(List.of("start-dev", "--ip", "127.0.0.1", "--log-level", "error"));
    command.addAll(List.of("--port", "" + ports.get(0), "--ui-port", "" + ports.get(1)));
    command.addAll(List.of("--db-filename", directory.resolve("temporal.db").toString()));
    command.addAll(List.of("--search-attribute", "LockkeeperState=Keyword"));
    command.addAll(settings);
    long begin = System.nanoTime();
    String address = "127.0.0.1:" + ports.get(0);
    try (ChildProcess server =
            ChildProcess.start(new Program("server", command, directory.resolve("log")));
        TemporalHealth health = new TemporalHealth(address, List.of("LockkeeperState"))) {
      server.awaitReady(health, TemporalServer.START_BOUND);
      double healthy = millisSince(begin);
      try (CountingWorker worker = new CountingWorker(address)) {
        worker.workflow("warm").run(ACTIVITIES, false);
        double[] millis = new double[RUNS];
        for (int run = 0; run < RUNS; run++) {
          long start = System.nanoTime();
          worker.workflow("run-" + run).run(ACTIVITIES, false);
          millis[run] = millisSince(start) / ACTIVITIES;
        }
        Arrays.sort(millis);
        long start = System.nanoTime();
        worker.timers("timers").run(TIMERS);
        return "%6.1f ms per activity (%.1f to %.1f), %.1f ms per timer, healthy after %.0f ms"
            .formatted(
                millis[RUNS / 2],
                millis[0],
                millis[RUNS - 1],
                millisSince(start) / TIMERS,
                healthy);
      }
    }
  }

  private static double millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e6;
  }

  private static String[] dynamic(String... values) {
    return Arrays.stream(values)
        .flatMap(value -> List.of("--dynamic-config-value", value).stream())
        .toArray(String[]::new);
  }

  private static List<String> ours(String... more) {
    List<String> arguments = new ArrayList<>(FastServerSettings.ARGUMENTS);
    arguments.addAll(List.of(more));
    return arguments;
  }

  private static List<String> all(String[]... parts) {
    return Arrays.stream(parts).flatMap(Arrays::stream).toList();
  }
}
