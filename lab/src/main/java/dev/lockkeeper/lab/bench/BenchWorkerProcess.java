package dev.lockkeeper.lab.bench;

import dev.lockkeeper.lab.host.LabException;
import dev.lockkeeper.lab.process.Children;
import dev.lockkeeper.lab.process.LogTail;
import dev.lockkeeper.workflows.model.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@link BenchWorker} as its benchmark holds it. */
final class BenchWorkerProcess implements AutoCloseable {
  /** Quick to start, which is all that matters to a short benchmark. */
  private static final List<String> QUICK =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx512m");

  /** As {@code ./lockkeeper worker} starts one, with the heap that is promised to be enough. */
  static final List<String> AS_THE_LAUNCHER = List.of("-Xshare:auto", "-Xmx512m");

  private final Process process;
  private final BufferedReader output;
  private final LogTail words;
  private boolean ready;

  private BenchWorkerProcess(Process process, Path log) {
    this.process = process;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.words = LogTail.from(log);
  }

  /**
   * Starts one that gets ready in the background and waits.
   *
   * @param name of its files
   */
  static BenchWorkerProcess start(Surroundings surroundings, BenchWorkerOrder order, String name) {
    return start(surroundings, order, name, QUICK);
  }

  /**
   * The same.
   *
   * @param options of its JVM
   */
  static BenchWorkerProcess start(
      Surroundings surroundings, BenchWorkerOrder order, String name, List<String> options) {
    return Children.start(() -> launch(surroundings, order, name, options));
  }

  private static BenchWorkerProcess launch(
      Surroundings surroundings, BenchWorkerOrder order, String name, List<String> options) {
    Path log = surroundings.directory().resolve(name + ".log");
    try {
      Path file = surroundings.directory().resolve(name + ".json");
      Files.writeString(file, Json.mapper().writeValueAsString(order));
      List<String> command = new ArrayList<>();
      command.add(surroundings.installation().java().toString());
      command.addAll(options);
      command.addAll(
          List.of(
              "-Dlogback.configurationFile=dev/lockkeeper/lab/logback.xml",
              "-cp",
              surroundings.installation().labClassPath(),
              BenchWorker.class.getName(),
              file.toString()));
      Process process =
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      return new BenchWorkerProcess(process, log);
    } catch (IOException e) {
      throw new LabException("The worker cannot be started: " + e.getMessage(), e);
    }
  }

  /** Waits until it is ready to poll. */
  BenchWorkerProcess awaitReady() {
    if (!ready) {
      answer("ready");
      ready = true;
    }
    return this;
  }

  /** Lets it poll, and waits until it does. */
  BenchWorkerProcess go() {
    awaitReady();
    tell();
    answer("polling");
    return this;
  }

  /** What it needs now. */
  WorkerNeeds needs() {
    tell();
    try {
      return Json.mapper().readValue(answer("needs"), WorkerNeeds.class);
    } catch (IOException e) {
      throw new LabException("The worker's answer cannot be read: " + e.getMessage(), e);
    }
  }

  /** The processor's time that its JVM has used. */
  double cpuSeconds() {
    return process.info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
  }

  private void tell() {
    try {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new LabException("The worker ended too early.\n" + words.describe(), e);
    }
  }

  /** The rest of the next line that begins so; what libraries print is of no interest. */
  private String answer(String word) {
    try {
      String line;
      while ((line = output.readLine()) != null) {
        if (line.startsWith(word)) {
          return line.substring(word.length());
        }
      }
    } catch (IOException e) {
      throw new LabException("The worker cannot be read: " + e.getMessage(), e);
    }
    throw new LabException("The worker ended before it said " + word + ".\n" + words.describe());
  }

  /** Ends it as a crash would. */
  void kill9() {
    process.destroyForcibly().onExit().join();
    Children.forget(this);
  }

  @Override
  public void close() {
    kill9();
  }
}
