package dev.lockkeeper.lab.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The launcher script in a small copy of the project, with scripts in place of Java and Maven. */
@Timeout(60)
class LauncherTest {
  private static final String MAVEN =
      """
      #!/bin/sh
      echo built >>builds
      for module in worker starter lab; do
        mkdir -p $module/target/lib
        : >$module/target/lockkeeper-$module-1.jar
      done
      """;

  @TempDir private Path home;
  private Path root;
  private Path jdk;
  private Path programs;

  record Outcome(int status, String output, String errors) {}

  @BeforeEach
  void layOutAProject() throws IOException {
    root = Files.createDirectories(home.resolve("the project"));
    script(
        root.resolve("lockkeeper"),
        Files.readString(Installation.find().root().resolve("lockkeeper")));
    for (String module : List.of("worker", "starter", "lab")) {
      Files.createDirectories(root.resolve(module).resolve("src/main"));
      Files.createFile(root.resolve(module).resolve("pom.xml"));
    }
    Files.createFile(root.resolve("pom.xml"));
    makeOld(root);
    jdk = Files.createDirectories(home.resolve("jdk"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
    script(jdk.resolve("bin/java"), "#!/bin/sh\nfor argument; do echo \"$argument\"; done\n");
    script(jdk.resolve("bin/javac"), "#!/bin/sh\n");
    programs = home.resolve("programs");
    script(programs.resolve("mvn"), MAVEN);
  }

  @Test
  void theFirstUseBuildsAndOnlyTheCommandWritesToStandardOutput() throws Exception {
    Outcome first = launch("status", "orders", "two words");

    assertThat(first.status()).isZero();
    assertThat(first.errors()).contains("building").contains("built in");
    assertThat(first.output().lines())
        .startsWith("-XX:TieredStopAtLevel=1")
        .contains("-Dlockkeeper.root=" + root)
        .contains(
            root + "/starter/target/lockkeeper-starter-1.jar:" + root + "/starter/target/lib/*")
        .endsWith("dev.lockkeeper.starter.LockkeeperCommand", "status", "orders", "two words");
  }

  @Test
  void itBuildsAgainOnlyWhenASourceIsNewer() throws Exception {
    launch("status");
    assertThat(launch("status").errors()).isEmpty();

    Files.createFile(root.resolve("worker/src/main/New.java"));
    assertThat(launch("status").errors()).contains("building");
    assertThat(Files.readAllLines(root.resolve("builds"))).hasSize(2);
  }

  @Test
  void twoAtOnceBuildOnce() throws Exception {
    script(programs.resolve("mvn"), MAVEN + "sleep 1\n");

    Process one = start(List.of("status"));
    Process other = start(List.of("status"));

    assertThat(one.waitFor()).isZero();
    assertThat(other.waitFor()).isZero();
    assertThat(Files.readAllLines(root.resolve("builds"))).hasSize(1);
  }

  @Test
  void itIsFoundThroughASymbolicLinkFromAnotherDirectory() throws Exception {
    Path link =
        Files.createSymbolicLink(programs.resolve("lk"), Path.of("../the project/lockkeeper"));

    Outcome outcome = launch(link, List.of("up"));

    assertThat(outcome.output().lines())
        .contains("-Dlockkeeper.root=" + root)
        .endsWith("dev.lockkeeper.lab.LabCommand", "up");
  }

  @Test
  void theWorkerGetsOnlyItsOwnArguments() throws Exception {
    assertThat(launch("worker", "-Dx=y").output().lines())
        .endsWith("dev.lockkeeper.worker.WorkerApplication", "-Dx=y");
  }

  @Test
  void signalsReachTheJvmItself() throws Exception {
    launch("status");
    script(jdk.resolve("bin/java"), "#!/bin/sh\necho $$\n");

    Process launcher = start(List.of("status"));

    assertThat(launcher.waitFor()).isZero();
    assertThat(new String(launcher.getInputStream().readAllBytes()).strip())
        .isEqualTo(String.valueOf(launcher.pid()));
  }

  @Test
  void theArchivesOfClassesThatTheBuildLeftAreUsed() throws Exception {
    script(
        jdk.resolve("bin/java"),
        """
        #!/bin/sh
        for argument; do
          case $argument in
            -XX:ArchiveClassesAtExit=*) echo classes >"${argument#*=}" ;;
          esac
          echo "$argument"
        done
        """);

    assertThat(launch("status").output().lines())
        .contains("-XX:SharedArchiveFile=" + root + "/starter/target/starter.jsa")
        .noneMatch(line -> line.contains("ArchiveClassesAtExit"));
    assertThat(launch("worker").output().lines())
        .contains("-XX:SharedArchiveFile=" + root + "/worker/target/worker.jsa")
        .contains("dev.lockkeeper.worker.WorkerApplication");
  }

  @Test
  void withoutAnArchiveOfClassesACommandRunsAllTheSame() throws Exception {
    script(
        jdk.resolve("bin/java"),
        """
        #!/bin/sh
        case $1 in -XX:ArchiveClassesAtExit=*) exit 1 ;; esac
        echo "$@"
        """);

    Outcome outcome = launch("status");

    assertThat(outcome.status()).isZero();
    assertThat(outcome.output()).contains("LockkeeperCommand status").doesNotContain("Archive");
  }

  @Test
  void aFailedBuildShowsItsEndAndIsTriedAgain() throws Exception {
    script(programs.resolve("mvn"), "#!/bin/sh\necho 'cannot find symbol'\nexit 1\n");

    Outcome failed = launch("status");
    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.output()).isEmpty();
    assertThat(failed.errors()).contains("cannot find symbol", "launcher-build.log");

    script(programs.resolve("mvn"), MAVEN);
    assertThat(launch("status").status()).isZero();
  }

  @Test
  void anOldJavaIsRefusedWithWhatToDo() throws Exception {
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");

    Outcome outcome = launch("status");

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.errors()).contains("is Java 11", "JDK 17 or newer");
  }

  @Test
  void aRuntimeWithoutCompilerIsNamedBeforeBuilding() throws Exception {
    Files.delete(jdk.resolve("bin/javac"));

    assertThat(launch("status").errors()).contains("no compiler (javac)").contains("JDK");
  }

  private Outcome launch(String... arguments) throws Exception {
    return launch(root.resolve("lockkeeper"), List.of(arguments));
  }

  private Outcome launch(Path launcher, List<String> arguments) throws Exception {
    Process process = start(launcher, arguments);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Outcome(
        process.exitValue(),
        new String(process.getInputStream().readAllBytes()),
        new String(process.getErrorStream().readAllBytes()));
  }

  private Process start(List<String> arguments) throws IOException {
    return start(root.resolve("lockkeeper"), arguments);
  }

  private Process start(Path launcher, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("JAVA_HOME", jdk.toString());
    environment.put("PATH", programs + ":" + environment.get("PATH"));
    return builder.start();
  }

  private static void makeOld(Path directory) throws IOException {
    FileTime old = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
    try (var files = Files.walk(directory)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, old);
      }
    }
  }

  private static Path script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
