package dev.lockkeeper.lab.crash;

import dev.lockkeeper.lab.host.LabException;
import dev.lockkeeper.lab.process.Children;
import dev.lockkeeper.lab.process.Installation;
import dev.lockkeeper.lab.process.LogTail;
import dev.lockkeeper.workflows.model.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A {@link CrashWorker} as its lane holds it. */
final class CrashWorkerProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;
  private final Path log;
  private final LogTail words;
  private boolean ready;

  private CrashWorkerProcess(Process process, Path log) {
    this.process = process;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.log = log;
    this.words = LogTail.from(log);
  }

  /** Starts one that gets ready in the background and waits. */
  static CrashWorkerProcess start(
      Installation installation, CrashWorkerOrder order, Path directory, String name) {
    return Children.start(() -> launch(installation, order, directory, name));
  }

  private static CrashWorkerProcess launch(
      Installation installation, CrashWorkerOrder order, Path directory, String name) {
    Path log = directory.resolve(name + ".log");
    try {
      Path file = directory.resolve(name + ".json");
      Files.writeString(file, Json.mapper().writeValueAsString(order));
      Process process =
          new ProcessBuilder(
                  List.of(
                      installation.java().toString(),
                      "-XX:TieredStopAtLevel=1",
                      "-XX:+UseSerialGC",
                      "-Xshare:auto",
                      "-Xmx256m",
                      "-Dlogback.configurationFile=dev/lockkeeper/lab/logback.xml",
                      "-cp",
                      installation.labClassPath(),
                      CrashWorker.class.getName(),
                      file.toString()))
              .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      return new CrashWorkerProcess(process, log);
    } catch (IOException e) {
      throw new LabException("A worker of the crash run cannot be started: " + e.getMessage(), e);
    }
  }

  /** Waits until it is ready. */
  void awaitReady() {
    if (!ready) {
      expect("ready");
      ready = true;
    }
  }

  /** Lets it poll. */
  void go() {
    awaitReady();
    try {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new LabException("A worker of the crash run ended too early; see " + log, e);
    }
    expect("polling");
  }

  /** What it prints besides, such as a library's words, is of no interest. */
  private void expect(String word) {
    try {
      String line;
      while ((line = output.readLine()) != null) {
        if (line.equals(word)) {
          return;
        }
      }
    } catch (IOException e) {
      throw new LabException("A worker of the crash run cannot be read: " + e.getMessage(), e);
    }
    throw new LabException(
        "A worker of the crash run ended before it was " + word + ".\n" + words.describe());
  }

  /** Its process id, with which its identity in Temporal begins. */
  long pid() {
    return process.pid();
  }

  /** Ends it as a crash would. */
  void kill9() {
    process.destroyForcibly().onExit().join();
    Children.forget(this);
  }

  /** Stops its clock. */
  void hold() {
    signal("STOP");
  }

  /** Ends {@link #hold()}. */
  void letGo() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      int status =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
      if (status != 0) {
        throw new LabException(
            "A worker of the crash run does not take a " + name + "; see " + log);
      }
    } catch (IOException e) {
      throw new LabException("kill cannot be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    kill9();
  }
}
