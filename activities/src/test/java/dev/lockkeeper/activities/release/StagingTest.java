package dev.lockkeeper.activities.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.activities.step.LocalShell;
import dev.lockkeeper.activities.step.Patient;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.activities.step.Shell;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Release;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class StagingTest {
  private static final String PROOF = "lib/fluss-server-1.jar";

  private final Staging staging = new Staging(new Patient(Duration.ofSeconds(5)));
  private final List<LocalShell> nodes = new ArrayList<>();

  @TempDir private Path directory = Path.of("unset");
  private Path archive = directory;
  private Path home = directory;

  @BeforeEach
  void prepare() throws IOException {
    archive =
        TestArchive.write(
            directory.resolve("fluss-1-bin.tgz"),
            "fluss-1/",
            "fluss-1/lib/",
            "fluss-1/" + PROOF + "=jar");
    home = Files.createDirectories(directory.resolve("opt")).resolve("fluss-1");
  }

  @AfterEach
  void stop() {
    nodes.forEach(LocalShell::close);
  }

  private LocalShell node(Shell shell) {
    LocalShell node = new LocalShell(directory, shell);
    nodes.add(node);
    return node;
  }

  @ParameterizedTest
  @EnumSource
  void aReleaseIsUploadedAndUnpackedBesideTheOldOne(Shell shell) throws Exception {
    LocalShell node = node(shell);
    List<String> said = new ArrayList<>();

    assertThat(stage(node, uploaded(), said::add)).isEqualTo(home + " unpacked");

    assertThat(home.resolve(PROOF)).hasContent("jar");
    assertThat(home.resolve(".lockkeeper-sha256")).hasContent(TestArchive.sha256(archive));
    assertThat(Files.getAttribute(home.resolve(PROOF), "unix:uid"))
        .isEqualTo(Files.getAttribute(directory, "unix:uid"));
    assertThat(beside()).containsExactly("fluss-1");
    assertThat(said).contains("sent 0 of 0 MiB", "unpacking");
  }

  @ParameterizedTest
  @EnumSource
  void againNothingIsDone(Shell shell) throws Exception {
    LocalShell node = node(shell);
    stage(node, uploaded(), Pulse.SILENT);
    Files.writeString(home.resolve("conf"), "configured meanwhile");

    assertThat(stage(node, uploaded(), Pulse.SILENT)).isEqualTo(home + " already unpacked");
    assertThat(home.resolve("conf")).hasContent("configured meanwhile");
  }

  @ParameterizedTest
  @EnumSource
  void anArchiveThatLiesOnTheNodeIsUsedThere(Shell shell) throws Exception {
    LocalShell node = node(shell);

    assertThat(stage(node, onNodes(), Pulse.SILENT)).isEqualTo(home + " unpacked");
    assertThat(home.resolve(PROOF)).hasContent("jar");
    assertThat(node.home().resolve(".lockkeeper/releases")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void aForeignDirectoryIsNotTouched(Shell shell) throws Exception {
    LocalShell node = node(shell);
    Files.createDirectories(home);
    Files.writeString(home.resolve("mine"), "x");

    assertFails(node, onNodes(), "is there already and was not unpacked from this archive");
    assertThat(home.resolve("mine")).exists();
    assertThat(home.resolve(PROOF)).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void aWrongChecksumOnTheNodeIsRefused(Shell shell) throws Exception {
    Release wrong = new Release("1", null, archive.toString(), "0".repeat(64));

    assertFails(node(shell), wrong, "has the SHA-256 sum " + TestArchive.sha256(archive), 4);
    assertThat(beside()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aMissingArchiveOnTheNodeIsNamed(Shell shell) {
    assertFails(
        node(shell),
        new Release("1", null, "/srv/none.tgz", "0".repeat(64)),
        "there is no readable archive /srv/none.tgz on the node");
  }

  @ParameterizedTest
  @EnumSource
  void anArchiveWithoutTheProofLeavesNothing(Shell shell) throws Exception {
    archive = TestArchive.write(directory.resolve("other.tgz"), "fluss-1/", "fluss-1/README=1");

    assertFails(node(shell), onNodes(), "does not contain fluss-1/" + PROOF);
    assertThat(beside()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whatAnInterruptedRunLeftIsRemoved(Shell shell) throws Exception {
    LocalShell node = node(shell);
    // No process has an id beyond the kernel's largest.
    Path half = home.resolveSibling(".lockkeeper-unpacking-fluss-1.99999999");
    Files.createDirectories(half.resolve("fluss-1/lib"));

    assertThat(stage(node, onNodes(), Pulse.SILENT)).isEqualTo(home + " unpacked");
    assertThat(beside()).containsExactly("fluss-1");
  }

  @ParameterizedTest
  @EnumSource
  void aRunThatStillUnpacksIsNotDisturbed(Shell shell) throws Exception {
    LocalShell node = node(shell);
    Path other =
        Files.createDirectories(
            home.resolveSibling(".lockkeeper-unpacking-fluss-1." + ProcessHandle.current().pid()));

    stage(node, onNodes(), Pulse.SILENT);

    assertThat(other).exists();
    assertThat(home.resolve("fluss-1")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void anArchiveThatCannotBeUnpackedLeavesNothing(Shell shell) throws Exception {
    archive = Files.writeString(directory.resolve("broken.tgz"), "no archive");

    assertThatThrownBy(() -> stage(node(shell), onNodes(), Pulse.SILENT))
        .isInstanceOfSatisfying(
            StepFailed.class,
            no -> assertThat(no.reason()).isEqualTo(FailureReason.FAILED_COMMAND));
    assertThat(beside()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whatArrivedWrongIsBroughtOnceMore(Shell shell) throws Exception {
    LocalShell node = node(shell);
    node.spoilNextUpload();

    assertThat(stage(node, uploaded(), Pulse.SILENT)).isEqualTo(home + " unpacked");
    assertThat(home.resolve(PROOF)).hasContent("jar");
  }

  @ParameterizedTest
  @EnumSource
  void aWrongArchiveOnTheWorkerIsBroughtOnlyTwice(Shell shell) throws Exception {
    LocalShell node = node(shell);
    Release wrong = new Release("1", archive.toString(), null, "0".repeat(64));

    assertFails(node, wrong, "has the SHA-256 sum " + TestArchive.sha256(archive), 4);
    assertThat(node.uploads()).isEqualTo(2);
    assertThat(beside()).isEmpty();
  }

  private Release uploaded() throws IOException {
    return new Release("1", archive.toString(), null, TestArchive.sha256(archive));
  }

  private Release onNodes() throws IOException {
    return new Release("1", null, archive.toString(), TestArchive.sha256(archive));
  }

  private String stage(LocalShell node, Release release, Pulse pulse) throws Exception {
    return staging.stage(node, release, home.toString(), "fluss-1", PROOF, pulse);
  }

  private void assertFails(LocalShell node, Release release, String why) {
    assertFails(node, release, why, 3);
  }

  private void assertFails(LocalShell node, Release release, String why, int status) {
    assertThatThrownBy(() -> stage(node, release, Pulse.SILENT))
        .isInstanceOfSatisfying(
            StepFailed.class, no -> assertThat(no.reason()).isEqualTo(FailureReason.FAILED_COMMAND))
        .hasMessageContaining(why)
        .hasMessageContaining("unpacking: exit status " + status);
  }

  private List<String> beside() throws IOException {
    try (Stream<Path> files = Files.list(home.getParent())) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
