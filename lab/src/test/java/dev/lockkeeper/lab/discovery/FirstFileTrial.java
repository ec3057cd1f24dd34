package dev.lockkeeper.lab.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.activities.sql.SqlProfile;
import dev.lockkeeper.lab.host.LabNetwork;
import dev.lockkeeper.lab.plan.OrchestratorWithin;
import dev.lockkeeper.starter.Console;
import dev.lockkeeper.starter.LockkeeperCommand;
import dev.lockkeeper.workflows.model.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The commands an operator would type for a cluster of the lab, and who carries them out. */
final class FirstFileTrial implements AutoCloseable {
  private static final String EDITORS_LOOK_FOR = "# yaml-language-server: $schema=";

  private final OrchestratorWithin orchestrator;

  FirstFileTrial(LabNetwork network, List<SqlProfile> profiles) {
    orchestrator = new OrchestratorWithin(network, profiles);
  }

  /**
   * Writes the file, checks it as Lockkeeper and as an editor does, and plans with it as it is.
   * Gives the plan as programs read it.
   */
  JsonNode initThenPlan(Path file, String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of("init", "--cluster", "first"));
    words.addAll(List.of("--credentials", "lab", "--out", file.toString()));
    words.addAll(List.of(options));
    assertThat(said(words)).contains("Wrote " + file);
    assertThat(said(List.of("validate", file.toString()))).contains("no mistakes");
    JsonNode schema = Json.mapper().readTree(schemaNamedBy(file).toFile());
    assertThat(new EditorSchema(schema).mistakes(WrittenFile.read(file))).isEmpty();
    return Json.mapper().readTree(said(List.of("plan", file.toString(), "--json")));
  }

  /** As an editor finds it: by the file's first line. */
  private static Path schemaNamedBy(Path file) throws IOException {
    String line = Files.readAllLines(file).get(0);
    assertThat(line).startsWith(EDITORS_LOOK_FOR);
    return file.resolveSibling(line.substring(EDITORS_LOOK_FOR.length()));
  }

  private String said(List<String> words) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of("--address", orchestrator.address()));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console console =
        new Console(
            new PrintWriter(out),
            new PrintWriter(err),
            InputStream.nullInputStream(),
            false,
            Map.of("LOCKKEEPER_USER", "ann", "HOME", "/nonexistent"),
            ZoneId.of("UTC"));
    int exit = LockkeeperCommand.run(console, all.toArray(String[]::new));
    assertThat(exit).as(words + ": " + err + out).isZero();
    return out.toString();
  }

  @Override
  public void close() {
    orchestrator.close();
  }
}
