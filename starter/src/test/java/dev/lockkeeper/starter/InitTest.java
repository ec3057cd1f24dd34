package dev.lockkeeper.starter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockkeeper.workflows.discovery.Discovery;
import dev.lockkeeper.workflows.discovery.SeedHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitTest extends OnTemporal {
  private static final String ARCHIVE = "/srv/fluss-0.9.1-incubating-bin.tgz";

  @TempDir private Path directory;

  @BeforeEach
  void resetDiscovery() {
    temporal.discovery().reset();
  }

  @Test
  void whatIsFoundIsWrittenAsAFileThatValidatesWithItsSchemaBesideIt() throws Exception {
    Path file = directory.resolve("first.yaml");
    CommandLineRun run = pipe(with("first", file, "--host", "10.0.0.10:2200", "--ssh-port", "23"));

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("Wrote " + file + ": 2 nodes", "Check: A server that is down is not here.")
        .contains("Next: ./lockkeeper plan " + file);
    List<String> lines = Files.readAllLines(file);
    assertThat(lines.get(0)).isEqualTo("# yaml-language-server: $schema=./first.schema.json");
    assertThat(lines)
        .contains(
            "# TODO check: A server that is down is not here.",
            "  # SHA-256 of the archive, 64 hexadecimal digits.",
            "  sha256: " + FakeDiscovery.SUM,
            "  version: \"0.9.1-incubating\"",
            "  # runs 0.7.0",
            "  - {name: coordinator-1, host: \"10.0.0.10\", port: 2200, role: coordinator-server, home: /opt/fluss-0.7.0}",
            "  zookeeper: \"10.0.0.5:2181\"")
        .anyMatch(line -> line.startsWith("  # TODO stopLimit: as long as your servers need."));
    CommandLineRun valid = CommandLineRun.inPipe("validate", file.toString());
    assertThat(valid.out()).contains("no mistakes; upgrades fluss cluster first (2 nodes)");
    JsonNode schema = new ObjectMapper().readTree(directory.resolve("first.schema.json").toFile());
    assertThat(schema).isEqualTo(json(CommandLineRun.inPipe("schema", "fluss")));

    Discovery asked = Objects.requireNonNull(temporal.discovery().asked());
    assertThat(asked.hosts()).containsExactly(new SeedHost("10.0.0.10", 2200));
    assertThat(asked.sshPort()).isEqualTo(23);
    assertThat(asked.archive()).isEqualTo(ARCHIVE);
    assertThat(asked.credentials()).isEqualTo("prod-ssh");
  }

  @Test
  void onATerminalWhatWasNotSaidIsAsked() throws Exception {
    Path file = directory.resolve("asked.yaml");
    CommandLineRun run =
        terminal(
            "fluss\nasked\nprod-ssh\n10.0.0.5:2181\n0.9.1-incubating\n" + ARCHIVE + "\n",
            "init",
            "--out",
            file.toString());

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).contains("Product (databend, fluss", "Name for the cluster", "ZooKeeper");
    assertThat(Files.readString(file)).contains("cluster: asked", "archive: " + ARCHIVE);
  }

  @Test
  void inAPipeAllThatWasNotSaidIsNamedAtOnce() {
    CommandLineRun run = pipe("init", "--product", "fluss");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .contains("--cluster, --credentials, --zookeeper, --release, --archive")
        .contains("nobody can be asked");
    assertThat(pipe("init", "--product", "kwdb").err()).contains("--host");
    assertThat(pipe("init", "--product", "oracle").err()).contains("\"oracle\" is not one of");
    assertThat(temporal.discovery().asked()).isNull();
  }

  @Test
  void optionsThatCannotBeRightAreNamedBeforeAnybodyIsAsked() {
    CommandLineRun run =
        pipe(with("Wrong!", directory.resolve("x.yaml"), "--host", "10.0.0.1:ssh"));
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .contains("--cluster: \"Wrong!\" is not", "--host: must be a whole number");
    assertThat(temporal.discovery().asked()).isNull();
  }

  @Test
  void aFileThatIsThereIsNotWrittenOverWithoutForce() throws Exception {
    Path file = Files.writeString(directory.resolve("there.yaml"), "mine\n");
    CommandLineRun refused = pipe(with("there", file));
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains(file + " is there already", "--force");
    assertThat(file).hasContent("mine\n");
    assertThat(directory.resolve("there.schema.json")).doesNotExist();
    assertThat(temporal.discovery().asked()).isNull();

    assertThat(pipe(with("there", file, "--force")).exit()).isZero();
    assertThat(Files.readString(file)).contains("cluster: there");

    Files.delete(file);
    assertThat(pipe(with("there", file)).err()).contains("there.schema.json is there already");
    assertThat(file).doesNotExist();
  }

  @Test
  void whatIsPrintedIsTheFileAloneAndWritesNone() throws Exception {
    CommandLineRun run = pipe(with("printed", Path.of("-")));
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("# Upgrade of one cluster.").doesNotContain("$schema");
    assertThat(run.err()).contains("Check: A server that is down is not here.");
    Path copy = Files.writeString(directory.resolve("copy.yaml"), run.out());
    assertThat(CommandLineRun.inPipe("validate", copy.toString()).exit()).isZero();
  }

  @Test
  void aClusterThatIsNotFoundLeavesNoFile() {
    temporal.discovery().failsWith("ZooKeeper at 10.0.0.5:2181 gave no session; see --zookeeper");
    Path file = directory.resolve("absent.yaml");
    CommandLineRun run = pipe(with("absent", file));
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .contains("nothing was written: ZooKeeper at 10.0.0.5:2181 gave no session")
        .doesNotContain("\tat ");
    assertThat(file).doesNotExist();
  }

  @Test
  void whatMakesNoUsableFileIsNotWritten() {
    temporal.discovery().findsAt("/opt/has a blank");
    Path file = directory.resolve("unusable.yaml");
    CommandLineRun run = pipe(with("unusable", file));
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("nothing was written", "nodes[0].home", "/opt/has a blank");
    assertThat(directory).isEmptyDirectory();
  }

  private static String[] with(String cluster, Path out, String... more) {
    List<String> words = new ArrayList<>(List.of("init", "--product", "fluss"));
    words.addAll(List.of("--cluster", cluster, "--credentials", "prod-ssh"));
    words.addAll(List.of("--zookeeper", "10.0.0.5:2181", "--release", "0.9.1-incubating"));
    words.addAll(List.of("--archive", ARCHIVE, "--out", out.toString()));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }
}
