package dev.lockkeeper.lab.plan;

import dev.lockkeeper.starter.Console;
import dev.lockkeeper.starter.LockkeeperCommand;
import dev.lockkeeper.starter.view.PlanDocument;
import dev.lockkeeper.workflows.model.Json;
import dev.lockkeeper.workflows.model.UpgradeReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A plan as an operator makes it before the upgrade, and what the lab saw meanwhile. */
public final class PlanFirst {
  private final Optional<PlanDocument> plan;
  private final List<String> differences;

  private PlanFirst(Optional<PlanDocument> plan, List<String> differences) {
    this.plan = plan;
    this.differences = differences;
  }

  /**
   * Plans the upgrade of the {@code request.json} in a directory by the command line, and leaves
   * {@code plan.json} and {@code plan.html} beside it.
   *
   * @param address of the Temporal service
   * @param files that must be the same afterwards
   * @param disturbances gives what an observer has seen until now of servers that started, stopped
   *     or could not be reached
   */
  public static PlanFirst make(
      String address, Path directory, HostFiles files, Supplier<List<String>> disturbances) {
    List<String> seenBefore = disturbances.get();
    Map<String, List<String>> filesBefore = files.list();
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit = command(address, directory, out, err);
    List<String> differences = new ArrayList<>();
    HostFiles.changes(filesBefore, files.list()).forEach(differences::add);
    List<String> seen = new ArrayList<>(disturbances.get());
    seenBefore.forEach(seen::remove);
    seen.forEach(line -> differences.add("seen while it was planned: " + line));
    if (exit != 0) {
      differences.add("plan ended with exit status " + exit + ": " + err.toString().strip());
    }
    return new PlanFirst(read(directory, out.toString()), differences);
  }

  private static int command(String address, Path directory, StringWriter out, StringWriter err) {
    Console console =
        new Console(
            new PrintWriter(out),
            new PrintWriter(err),
            InputStream.nullInputStream(),
            false,
            System.getenv(),
            ZoneId.systemDefault());
    return LockkeeperCommand.run(
        console,
        "plan",
        directory.resolve("request.json").toString(),
        "--json",
        "--html",
        directory.resolve("plan.html").toString(),
        "--address",
        address);
  }

  private static Optional<PlanDocument> read(Path directory, String json) {
    try {
      Files.writeString(directory.resolve("plan.json"), json);
      return json.isBlank()
          ? Optional.empty()
          : Optional.of(Json.mapper().readValue(json, PlanDocument.class));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep the plan in " + directory, e);
    }
  }

  /** The plan; empty if none could be made. */
  public Optional<PlanDocument> document() {
    return plan;
  }

  /** What differs between the plan and the run that came after it, and what the plan changed. */
  public PlanVerdict verdict(UpgradeReport run) {
    List<String> all = new ArrayList<>(differences);
    plan.ifPresent(
        made -> {
          made.problems().forEach(problem -> all.add("the plan has a problem: " + problem.text()));
          all.addAll(PlannedOrder.differences(made.entries(), run.steps()));
        });
    return PlanVerdict.of(all);
  }
}
