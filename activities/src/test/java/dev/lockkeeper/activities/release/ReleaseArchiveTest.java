package dev.lockkeeper.activities.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.FailureReason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseArchiveTest {
  @TempDir private Path directory = Path.of("unset");

  @Test
  void aGoodArchiveIsReadFromEndToEnd() throws Exception {
    Path file =
        TestArchive.write(
            directory.resolve("a.tgz"),
            "fluss-1/",
            "fluss-1/lib/",
            "fluss-1/lib/a.jar=1234",
            "fluss-1/README=12");

    ReleaseArchive archive = ReleaseArchive.open(file, TestArchive.sha256(file));

    assertThat(archive.directory()).isEqualTo("fluss-1");
    assertThat(archive.entries()).containsExactlyInAnyOrder("lib/a.jar", "README");
    assertThat(archive.unpackedBytes()).isEqualTo(6);
    assertThat(archive.bytes()).isEqualTo(Files.size(file));
  }

  @Test
  void leadingDotsOfPathsMeanNothing() throws Exception {
    Path file =
        TestArchive.write(directory.resolve("a.tgz"), "./", "./fluss-1/", "./fluss-1/a..b=1");
    assertThat(ReleaseArchive.open(file, TestArchive.sha256(file)).entries())
        .containsExactly("a..b");
  }

  @Test
  void aWrongChecksumIsRefusedWithBothSums() throws Exception {
    Path file = TestArchive.write(directory.resolve("a.tgz"), "fluss-1/a=1");
    String wrong = "0".repeat(64);
    assertInvalid(file, wrong, wrong, TestArchive.sha256(file), "fetch it again");
  }

  @Test
  void aTruncatedArchiveIsRefused() throws Exception {
    Path file = TestArchive.write(directory.resolve("a.tgz"), "fluss-1/a=" + "x".repeat(1000));
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 20));
    assertInvalid(file, TestArchive.sha256(file), "cannot be read as a .tgz");
  }

  @Test
  void aFileThatIsNoArchiveIsRefused() throws Exception {
    Path file = Files.writeString(directory.resolve("a.tgz"), "<html>not found</html>");
    assertInvalid(file, TestArchive.sha256(file), "cannot be read as a .tgz");
  }

  @Test
  void twoTopDirectoriesAreRefused() throws Exception {
    Path file = TestArchive.write(directory.resolve("a.tgz"), "fluss-1/a=1", "other/b=2");
    assertInvalid(file, TestArchive.sha256(file), "one top directory, but has [fluss-1, other]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fluss-1/../../etc/passwd=1", "../a=1", "fluss-1/..=1"})
  void anEntryThatLeadsOutIsRefused(String entry) throws Exception {
    Path file = TestArchive.write(directory.resolve("a.tgz"), "fluss-1/a=1", entry);
    assertInvalid(file, TestArchive.sha256(file), "an entry outside its directory");
  }

  @Test
  void anAbsoluteEntryIsRefused() throws Exception {
    Path file = TestArchive.write(directory.resolve("a.tgz"), "/etc/passwd=1");
    assertInvalid(file, TestArchive.sha256(file), "an entry outside its directory: /etc/passwd");
  }

  @Test
  void aMissingFileAndADirectoryAreNoArchives() {
    assertInvalid(
        directory.resolve("none.tgz"), "0".repeat(64), "not a readable file on the worker");
    assertInvalid(directory, "0".repeat(64), "not a readable file on the worker");
  }

  private static void assertInvalid(Path file, String sum, String... words) {
    assertThatThrownBy(() -> ReleaseArchive.open(file, sum))
        .isInstanceOfSatisfying(
            StepFailed.class, no -> assertThat(no.reason()).isEqualTo(FailureReason.INVALID))
        .message()
        .contains(words)
        .contains(file.toString());
  }
}
