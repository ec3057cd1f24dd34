package dev.lockkeeper.lab.demo;

import dev.lockkeeper.starter.Console;
import dev.lockkeeper.starter.LockkeeperCommand;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.ZoneId;

/** Stores what the run of a demonstration leaves to keep, as an operator would. */
final class DemoReport {
  private DemoReport() {}

  /**
   * Writes it beside the demonstration's other files, and says where.
   *
   * @param address of the Temporal service that knows the run
   */
  static void write(String address, String cluster, Path directory, Progress progress) {
    StringWriter said = new StringWriter();
    PrintWriter writer = new PrintWriter(said);
    Console console =
        new Console(
            writer,
            writer,
            InputStream.nullInputStream(),
            false,
            System.getenv(),
            ZoneId.systemDefault());
    String file = directory.resolve("report.html").toString();
    LockkeeperCommand.run(console, "report", cluster, "--out", file, "--address", address);
    // A demonstration whose report could not be written has still shown what it shows.
    progress.say("The report: " + said.toString().strip());
  }
}
