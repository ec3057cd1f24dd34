package dev.lockkeeper.starter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What works, or fails well, without any server. */
class OfflineTest {
  private static final String EXAMPLE = "src/main/resources/examples/fluss.yaml";
  @TempDir private Path directory;

  @Test
  void thePrintedSampleIsARequestWithoutMistakes() throws IOException {
    CommandLineRun sample = CommandLineRun.inPipe("schema", "fluss", "--example");
    Path file = Files.writeString(directory.resolve("sample.json"), sample.out());
    CommandLineRun checked = CommandLineRun.inPipe("validate", file.toString());
    assertThat(checked.exit()).as(checked.out() + checked.err()).isZero();
    assertThat(checked.out())
        .isEqualToIgnoringNewLines(
            file + ": no mistakes; upgrades fluss cluster orders (4 nodes) to 0.9.1-incubating");
  }

  @Test
  void theSchemaIsOneJsonDocument() throws IOException {
    JsonNode schema = json(CommandLineRun.inPipe("schema"));
    assertThat(schema.at("/properties/nodes/items/properties/host/description").asText())
        .isNotEmpty();
    assertThat(CommandLineRun.inPipe("schema", "oracle").err())
        .isEqualToIgnoringNewLines("\"oracle\" is not one of databend, fluss, kwdb, openmldb");
  }

  @Test
  void mistakesAreListedForPeopleAndForPrograms() throws IOException {
    String text = Files.readString(Path.of(EXAMPLE)).replace("cluster: orders", "cluster: 7");
    String file = Files.writeString(directory.resolve("bad.yaml"), text).toString();
    CommandLineRun plain = CommandLineRun.inPipe("validate", file);
    assertThat(plain.exit()).isEqualTo(2);
    assertThat(plain.out())
        .isEqualToIgnoringNewLines(file + ":3:1 cluster: must be text, not 7; put it in quotes");
    CommandLineRun programs = CommandLineRun.inPipe("validate", "--json", file);
    assertThat(programs.exit()).isEqualTo(2);
    JsonNode mistake = json(programs).at("/mistakes/0");
    assertThat(mistake.path("path").asText()).isEqualTo("cluster");
    assertThat(mistake.path("line").asInt()).isEqualTo(3);
    assertThat(mistake.path("column").asInt()).isEqualTo(1);
  }

  @Test
  void aBadFileIsRefusedBeforeAServerIsLookedFor() throws IOException {
    String file = Files.writeString(directory.resolve("bad.yaml"), "product: fluss\n").toString();
    CommandLineRun run = CommandLineRun.inPipe("start", file, "--address", nowhere());
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .contains(file + ":1:1 cluster: is missing")
        .endsWith("mistakes; nothing was started\n");
  }

  @Test
  void aMissingFileIsOneSentence() {
    CommandLineRun run = CommandLineRun.inPipe("validate", "/nonexistent/file.yaml");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err().lines())
        .containsExactly(
            "There is no file /nonexistent/file.yaml. A sample to begin with: ./lockkeeper schema --example");
  }

  @Test
  void aMissingServerIsOneSentenceWithoutStackTrace() {
    String address = nowhere();
    CommandLineRun run = CommandLineRun.inPipe("status", "orders", "--address", address);
    assertThat(run.exit()).isEqualTo(4);
    assertThat(run.err().lines())
        .containsExactly(
            "No Temporal server answers at "
                + address
                + ", namespace default. Start one with ./lockkeeper up, or name another with --address (or TEMPORAL_ADDRESS).");
    assertThat(CommandLineRun.inPipe("status", "orders", "--verbose", "--address", address).err())
        .contains("\tat dev.lockkeeper.");
  }

  @Test
  void theDoctorGoesOnWithoutAServer() {
    CommandLineRun run = CommandLineRun.inPipe("doctor", "--address", nowhere(), "/nonexistent");
    assertThat(run.exit()).isEqualTo(4);
    assertThat(run.out())
        .contains("✔ java: ", "✘ temporal: No Temporal server answers", "✘ file: There is no file");
  }

  @Test
  void aMistypedCommandGetsAHintAndTheRightExitCode() {
    CommandLineRun run = CommandLineRun.inPipe("aprove", "orders");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("approve").doesNotContain("\tat ");
    assertThat(CommandLineRun.inPipe("answer", "orders", "x", "--choice", "maybe").exit())
        .isEqualTo(2);
  }

  @Test
  void helpTellsTheExitCodesAndHasNoColoursInAPipe() {
    CommandLineRun run = CommandLineRun.inPipe("--help");
    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("Exit codes:", "3   refused").doesNotContain("\u001b");
  }

  private static String nowhere() {
    return "127.0.0.1:" + TestTemporal.freePort();
  }

  private static JsonNode json(CommandLineRun run) throws IOException {
    return new ObjectMapper().readTree(run.out());
  }
}
