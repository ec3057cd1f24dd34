package dev.lockkeeper.lab.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.lab.process.Installation.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {
  @TempDir private Path root;

  @Test
  void inTestsItIsFoundAboveTheWorkingDirectory() {
    Installation found = Installation.find();

    assertThat(found.root().resolve("lab/pom.xml")).isRegularFile();
    String own = System.getProperty("java.class.path");
    assertThat(own).contains("fluss-client");
    assertThat(found.workerClassPath().split(":"))
        .isSubsetOf(own.split(":"))
        .noneMatch(entry -> entry.contains("fluss-client"))
        .hasSizeGreaterThan(50);
    assertThat(found.java()).isExecutable();
  }

  @Test
  void aPackagedProgramHasItsJarAndItsLibraries() throws IOException {
    Path target = Files.createDirectories(root.resolve("worker/target"));
    Files.createFile(target.resolve("lockkeeper-worker-1.0.jar"));

    assertThat(new Installation(root, Programs.PACKAGED).workerClassPath())
        .isEqualTo(target.resolve("lockkeeper-worker-1.0.jar") + ":" + target.resolve("lib/*"));
  }

  @Test
  void aProgramThatIsNotBuiltIsNamed() {
    assertThatThrownBy(() -> new Installation(root, Programs.PACKAGED).starterClassPath())
        .hasMessageContaining("starter is not built")
        .hasMessageContaining("./lockkeeper");
  }

  @Test
  void twoVersionsOfAJarAreNotGuessedBetween() throws IOException {
    Path target = Files.createDirectories(root.resolve("worker/target"));
    Files.createFile(target.resolve("lockkeeper-worker-1.0.jar"));
    Files.createFile(target.resolve("lockkeeper-worker-1.1.jar"));

    assertThatThrownBy(() -> new Installation(root, Programs.PACKAGED).workerClassPath())
        .hasMessageContaining("Expected one jar of the worker");
  }
}
