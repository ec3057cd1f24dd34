package dev.lockkeeper.activities.fluss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.activities.step.LocalShell;
import dev.lockkeeper.activities.step.Shell;
import dev.lockkeeper.workflows.fluss.ConfigurationChange;
import dev.lockkeeper.workflows.fluss.FlussRole;
import dev.lockkeeper.workflows.fluss.NodeInspection;
import dev.lockkeeper.workflows.fluss.ReleaseFacts;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.Release;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The probes of a node and the configuring of a release, with real shells and processes. */
@Timeout(60)
class NodeProbeTest {
  private static final String SUM = "a".repeat(64);
  private static final Release RELEASE = new Release("0.9.1-incubating", null, "/srv/f.tgz", SUM);
  private static final ReleaseFacts FACTS = new ReleaseFacts("fluss-0.9.1-incubating", 0, 0);

  private final List<LocalShell> nodes = new ArrayList<>();

  @TempDir private Path directory = Path.of("unset");

  @AfterEach
  void stop() {
    nodes.forEach(LocalShell::close);
  }

  @ParameterizedTest
  @EnumSource
  void aRunningServerIsSeenAsItIs(Shell shell) throws Exception {
    LocalShell node = node(shell);
    StandInRelease release = release("0.7.0", "tablet-server.id: 3\n");
    Path link = Files.createSymbolicLink(directory.resolve("fluss"), release.home());
    ProcessHandle server = start(node, release);

    NodeInspection inspection = inspect(node, link);

    assertThat(inspection.problems()).isEmpty();
    assertThat(inspection.home()).isEqualTo(release.home().toString());
    assertThat(inspection.newHome()).isEqualTo(directory + "/fluss-0.9.1-incubating");
    var seen = Objects.requireNonNull(inspection.server());
    assertThat(seen.pid()).isEqualTo(server.pid());
    assertThat(seen.version()).isEqualTo("0.7.0");
    assertThat(seen.serverId()).isEqualTo(3);
    assertThat(seen.owner()).isEqualTo(System.getProperty("user.name"));
    assertThat(seen.configuration()).isEqualTo(release.home() + "/conf");
    assertThat(inspection.notes()).noneMatch(note -> note.contains("pid file"));
  }

  @ParameterizedTest
  @EnumSource
  void aLaterPackageAndTheOtherRoleAreRecognizedToo(Shell shell) throws Exception {
    LocalShell node = node(shell);
    StandInRelease coordinator =
        StandInRelease.make(
            directory.resolve("fluss-0.9.1-incubating"),
            "0.9.1-incubating",
            FlussRole.COORDINATOR_SERVER,
            "a: 1\n");
    ProcessHandle server = start(node, coordinator);

    NodeProbe probe =
        NodeProbe.observe(node, node(coordinator.home()), FlussRole.COORDINATOR_SERVER);
    assertThat(probe.processes())
        .filteredOn(process -> process.home().equals(coordinator.home().toString()))
        .singleElement()
        .satisfies(
            process -> {
              assertThat(process.pid()).isEqualTo(server.pid());
              assertThat(process.version()).isEqualTo("0.9.1-incubating");
            });
    assertThat(
            NodeProbe.observe(node, node(coordinator.home()), FlussRole.TABLET_SERVER).processes())
        .noneMatch(process -> process.home().equals(coordinator.home().toString()));
  }

  @ParameterizedTest
  @EnumSource
  void aPidFileWithTwoLinesIsNoted(Shell shell) throws Exception {
    LocalShell node = node(shell);
    StandInRelease release = release("0.7.0", "tablet-server.id: 3\n");
    ProcessHandle server = start(node, release);
    Files.writeString(directory.resolve("pids/fluss-me-tablet-server.pid"), server.pid() + "\n1\n");

    assertThat(inspect(node, release.home()).notes())
        .anyMatch(note -> note.contains("names " + server.pid() + ", 1 instead of the server"));
  }

  @ParameterizedTest
  @EnumSource
  void aPidDirectoryThatOnlyTheConfigurationNamesIsFound(Shell shell) throws Exception {
    LocalShell node = node(shell);
    StandInRelease release =
        release("0.7.0", "tablet-server.id: 3\nenv.pid.dir: " + directory + "/yaml-pids # ours\n");
    release.start(node, Map.of("FLUSS_IDENT_STRING", "me"));

    assertThat(inspect(node, release.home()).notes())
        .noneMatch(note -> note.contains("the vendor's pid file"));
  }

  @ParameterizedTest
  @EnumSource
  void twoServersOfOneHomeAreSeen(Shell shell) throws Exception {
    LocalShell node = node(shell);
    StandInRelease release = release("0.7.0", "tablet-server.id: 3\n");
    start(node, release);
    start(node, release);
    while (node.processes().stream().filter(release::isServer).count() < 2) {
      Thread.sleep(10);
    }

    assertThat(inspect(node, release.home()).problems())
        .anyMatch(problem -> problem.contains("2 processes of tablet-server run from"));
  }

  @ParameterizedTest
  @EnumSource
  void anInstallationWithoutAServerAndAForeignDirectoryAreSeen(Shell shell) throws Exception {
    LocalShell node = node(shell);
    StandInRelease release = release("0.7.0", "tablet-server.id: 3\n");
    Files.createDirectories(directory.resolve("fluss-0.9.1-incubating"));

    assertThat(inspect(node, release.home()).problems())
        .hasSize(2)
        .anyMatch(problem -> problem.contains("no tablet-server runs from"))
        .anyMatch(problem -> problem.contains("was not unpacked from this archive"));
  }

  @ParameterizedTest
  @EnumSource
  void aHomeThatIsNotThereIsAProblemAndNoFailure(Shell shell) throws Exception {
    assertThat(inspect(node(shell), directory.resolve("none")).problems())
        .singleElement()
        .asString()
        .contains("there is no directory " + directory + "/none");
  }

  @ParameterizedTest
  @EnumSource
  void theConfigurationIsCarriedOverAndAgainTheSame(Shell shell) throws Exception {
    LocalShell node = node(shell);
    StandInRelease old =
        release(
            "0.7.0",
            "tablet-server.id: 3\nbind.listeners: FLUSS://h:9124\ns3.secret-key: s3cret\n");
    StandInRelease next =
        release("0.9.1-incubating", "# shipped\nbind.listeners: FLUSS://localhost:9123\n");
    Files.writeString(next.home().resolve(".lockkeeper-sha256"), SUM + "\n");
    start(node, old);
    NodeInspection inspection = inspect(node, old.home());
    Configuration configuration = new Configuration(node, "tablet-1");

    ConfigurationChange change =
        configuration.carryOver(
            FlussRole.TABLET_SERVER, inspection, "0.9.1-incubating", Map.of("a.b", "c"));
    ConfigurationChange again =
        configuration.carryOver(
            FlussRole.TABLET_SERVER, inspection, "0.9.1-incubating", Map.of("a.b", "c"));

    Path file = next.home().resolve("conf/server.yaml");
    assertThat(file)
        .hasContent(
            "# shipped\nbind.listeners: FLUSS://h:9124\n\ntablet-server.id: 3\ns3.secret-key: s3cret\na.b: c");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(change.port()).isEqualTo(9124);
    assertThat(change.difference()).contains("+a.b: c").doesNotContain("s3cret");
    assertThat(again).isEqualTo(change);
  }

  @ParameterizedTest
  @EnumSource
  void theOperatorsJarsOfTheDataLakeAreCarriedOverAndTheVendorsAreNot(Shell shell)
      throws Exception {
    LocalShell node = node(shell);
    StandInRelease old = release("0.7.0", "tablet-server.id: 3\ndatalake.format: paimon\n");
    StandInRelease next = release("0.9.1-incubating", "# shipped\n");
    Files.writeString(next.home().resolve(".lockkeeper-sha256"), SUM + "\n");
    Path plugins = Files.createDirectories(old.home().resolve("plugins/paimon"));
    Files.writeString(plugins.resolve("paimon s3.jar"), "ours");
    Files.writeString(plugins.resolve("fluss-lake-paimon-0.7.0.jar"), "the vendor's");
    start(node, old);

    ConfigurationChange change =
        new Configuration(node, "tablet-1")
            .carryOver(
                FlussRole.TABLET_SERVER, inspect(node, old.home()), "0.9.1-incubating", Map.of());

    assertThat(change.notes()).containsExactly("carried over plugins/paimon/paimon s3.jar");
    assertThat(next.home().resolve("plugins/paimon"))
        .isDirectoryContaining("glob:**/paimon s3.jar")
        .isDirectoryNotContaining("glob:**/fluss-*");
  }

  private NodeInspection inspect(LocalShell node, Path home) throws Exception {
    NodeProbe probe =
        NodeProbe.inspect(node, node(home), FlussRole.TABLET_SERVER, FACTS.directory());
    return Inspection.judge(node(home), FlussRole.TABLET_SERVER, RELEASE, FACTS, probe);
  }

  private LocalShell node(Shell shell) {
    LocalShell node = new LocalShell(directory, shell);
    nodes.add(node);
    return node;
  }

  private StandInRelease release(String version, String yaml) {
    return StandInRelease.tabletServer(directory.resolve("fluss-" + version), version, yaml);
  }

  private ProcessHandle start(LocalShell node, StandInRelease release) throws Exception {
    return release.start(
        node,
        Map.of("FLUSS_PID_DIR", directory.resolve("pids").toString(), "FLUSS_IDENT_STRING", "me"));
  }

  private static Node node(Path home) {
    return new Node("tablet-1", "10.0.0.11", 22, "tablet-server", home.toString());
  }
}
