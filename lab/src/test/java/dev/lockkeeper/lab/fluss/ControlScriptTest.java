package dev.lockkeeper.lab.fluss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.lab.host.CommandResult;
import dev.lockkeeper.lab.host.LocalCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The promises and traps of the vendor's scripts, with a shell script in the place of Java. */
class ControlScriptTest {

  @TempDir private Path directory;
  private Path home;
  private Path pidFile;

  @BeforeEach
  void install() throws IOException {
    home = directory.resolve("fluss-0.7.0");
    FlussRelease.writeOwnFiles(FlussVersion.V0_7_0, home);
    Files.createDirectories(home.resolve("lib"));
    Files.createFile(home.resolve("lib/fluss-server-0.7.0.jar"));
    Files.createFile(home.resolve("lib/log4j-api-2.17.1.jar"));
    pidFile = directory.resolve("run/fluss-ann-tablet-server.pid");
    java("echo \"$@\"; exec sleep 600");
  }

  @AfterEach
  void endServers() throws IOException {
    if (Files.exists(pidFile)) {
      for (String pid : Files.readAllLines(pidFile)) {
        ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
      }
    }
  }

  @Test
  void startReturnsAtOnceAndWritesThePidAndTheOutputFile() throws IOException {
    CommandResult started = control("tablet-server.sh", "start", "-Dtablet-server.id=7");

    assertThat(started.exitStatus()).isZero();
    assertThat(started.output()).isEqualTo("Starting tablet-server daemon on host lab-host.\n");
    assertThat(Files.readAllLines(pidFile)).singleElement().satisfies(ControlScriptTest::runs);
    assertThat(outputOf(0))
        .contains("com.alibaba.fluss.server.tablet.TabletServer --configDir " + home + "/conf")
        .contains("-Dtablet-server.id=7")
        .contains("-cp " + home + "/lib/fluss-server-0.7.0.jar:" + home + "/lib/log4j-api")
        .contains("-Dlog.file=" + home + "/log/fluss-ann-tablet-server-0-lab-host.log");
  }

  @Test
  void aServerThatDiesAtOnceStillCountsAsStarted() throws IOException {
    java("exit 2");

    assertThat(control("tablet-server.sh", "start").exitStatus()).isZero();
  }

  @Test
  void aSecondStartWarnsAndStartsAnotherServer() throws IOException {
    control("tablet-server.sh", "start");

    CommandResult second = control("tablet-server.sh", "start");

    assertThat(second.exitStatus()).isZero();
    assertThat(second.output())
        .contains("[INFO] 1 instance(s) of tablet-server are already running on lab-host.");
    assertThat(Files.readAllLines(pidFile)).hasSize(2).allSatisfy(ControlScriptTest::runs);
    assertThat(outputOf(1)).contains("TabletServer");
  }

  @Test
  void stopTakesTheLastLineEvenWhenThatServerIsDeadAndTheOtherLives() throws IOException {
    control("tablet-server.sh", "start");
    String living = Files.readAllLines(pidFile).get(0);
    String dead = Long.toString(deadPid());
    Files.writeString(pidFile, dead + "\n", StandardOpenOption.APPEND);

    CommandResult first = control("tablet-server.sh", "stop");

    assertThat(first.exitStatus()).isZero();
    assertThat(first.output())
        .isEqualTo("No tablet-server daemon (pid: " + dead + ") is running anymore on lab-host.\n");
    assertThat(Files.readAllLines(pidFile)).containsExactly(living);
    runs(living);

    assertThat(control("tablet-server.sh", "stop").output())
        .isEqualTo("Stopping tablet-server daemon (pid: " + living + ") on host lab-host.\n");
    assertThat(pidFile).doesNotExist();
    awaitEnd(living);
  }

  @Test
  void stopUnderAnotherUserFindsNothingAndSaysSuccess() throws IOException {
    control("tablet-server.sh", "start");

    CommandResult result = control("bob", Duration.ofSeconds(20), "tablet-server.sh", "stop");

    assertThat(result.exitStatus()).isZero();
    assertThat(result.output()).contains("No tablet-server daemon to stop");
    assertThat(Files.readAllLines(pidFile)).singleElement().satisfies(ControlScriptTest::runs);
  }

  @Test
  void stopKillsAStrangerWhoHasThePid() throws IOException {
    Process stranger = new ProcessBuilder("sleep", "600").start();
    Files.createDirectories(pidFile.getParent());
    Files.writeString(pidFile, stranger.pid() + "\n");

    CommandResult result = control("tablet-server.sh", "stop");

    assertThat(result.output()).startsWith("Stopping tablet-server daemon (pid: " + stranger.pid());
    assertThat(stranger.onExit().join().exitValue()).isEqualTo(128 + 15);
  }

  @Test
  void aServerThatDoesNotStopIsKilledAfterTenSecondsAndStopSaysSuccess() throws IOException {
    java("trap '' TERM; while :; do sleep 1; done");
    control("tablet-server.sh", "start");
    String pid = Files.readAllLines(pidFile).get(0);
    awaitTrap(pid);

    CommandResult result = control("ann", Duration.ofSeconds(40), "tablet-server.sh", "stop");

    assertThat(result.exitStatus()).isZero();
    assertThat(result.output())
        .contains("Daemon tablet-server didn't stop within 10 seconds. Killing it.\n");
    awaitEnd(pid);
  }

  @Test
  void waitsTwoMinutesFromRelease091On() throws IOException {
    FlussRelease.writeOwnFiles(FlussVersion.V0_9_1, home);

    assertThat(Files.readString(home.resolve("bin/fluss-daemon.sh"))).contains("patience=120\n");
    control("tablet-server.sh", "start");
    assertThat(outputOf(0)).contains("org.apache.fluss.server.tablet.TabletServer");
  }

  @Test
  void aSecondServerJarPreventsTheStart() throws IOException {
    Files.createFile(home.resolve("lib/fluss-server-0.6.0.jar"));

    CommandResult result = control("tablet-server.sh", "start");

    assertThat(result.exitStatus()).isEqualTo(1);
    assertThat(result.error()).contains("[ERROR] Multiple fluss-server*.jar found");
    assertThat(pidFile).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "restart", "--help"})
  void anyOtherWordPrintsTheUsageAndFails(String word) {
    CommandResult result = control("coordinator-server.sh", word);

    assertThat(result.exitStatus()).isEqualTo(1);
    assertThat(result.output()).startsWith("Usage: coordinator-server.sh");
  }

  @Test
  void stopAllStopsEveryServerOfThePidFile() throws IOException {
    control("tablet-server.sh", "start");
    control("tablet-server.sh", "start");
    List<String> pids = Files.readAllLines(pidFile);

    CommandResult result = control("tablet-server.sh", "stop-all");

    assertThat(result.exitStatus()).isZero();
    assertThat(pidFile).doesNotExist();
    pids.forEach(ControlScriptTest::awaitEnd);
  }

  @Test
  void directoriesAndJavaOptionsComeFromTheConfigurationUnlessTheEnvironmentSaysOtherwise()
      throws IOException {
    Files.writeString(
        home.resolve("conf/server.yaml"),
        """
        env.pid.dir: /nowhere
        env.log.dir: %s/logs
        env.java.opts.all: -Xmx160m -XX:+UseSerialGC
        env.java.opts.tablet-server: -Dtablet=yes
        """
            .formatted(directory));

    control("tablet-server.sh", "start");

    assertThat(pidFile).exists();
    assertThat(text(directory.resolve("logs/fluss-ann-tablet-server-0-lab-host.out")))
        .contains("-Xmx160m -XX:+UseSerialGC -Dtablet=yes");
  }

  private CommandResult control(String script, String... arguments) {
    List<String> all = new ArrayList<>(List.of(script));
    all.addAll(List.of(arguments));
    return control("ann", Duration.ofSeconds(20), all.toArray(String[]::new));
  }

  private CommandResult control(String user, Duration limit, String... words) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "-i",
                "PATH=/usr/bin:/bin",
                "USER=" + user,
                "HOST=lab-host",
                "JAVA_HOME=" + directory.resolve("java"),
                "FLUSS_PID_DIR=" + pidFile.getParent(),
                home.resolve("bin").resolve(words[0]).toString()));
    command.addAll(List.of(words).subList(1, words.length));
    return LocalCommand.run(limit, command);
  }

  private void java(String text) throws IOException {
    Path java = directory.resolve("java/bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(java, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private String outputOf(int number) throws IOException {
    return text(home.resolve("log/fluss-ann-tablet-server-" + number + "-lab-host.out"));
  }

  /** The text of a file that a program in the background is about to write. */
  private static String text(Path file) throws IOException {
    long deadline = deadline();
    while ((!Files.exists(file) || Files.size(file) == 0) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(5_000_000);
    }
    return Files.readString(file);
  }

  private static void awaitTrap(String pid) throws IOException {
    long deadline = deadline();
    Path status = Path.of("/proc", pid, "status");
    // Bit 14 of the mask of ignored signals is SIGTERM.
    while (Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .noneMatch(line -> (Long.parseUnsignedLong(line.split("\\s+")[1], 16) >> 14 & 1) == 1)
        && System.nanoTime() < deadline) {
      LockSupport.parkNanos(5_000_000);
    }
  }

  private static void runs(String pid) {
    assertThat(ProcessHandle.of(Long.parseLong(pid))).get().matches(ProcessHandle::isAlive);
  }

  private static void awaitEnd(String pid) {
    ProcessHandle.of(Long.parseLong(pid)).ifPresent(process -> process.onExit().join());
  }

  private static long deadPid() throws IOException {
    Process process = new ProcessBuilder("true").start();
    process.onExit().join();
    return process.pid();
  }

  private static long deadline() {
    return System.nanoTime() + Duration.ofSeconds(10).toNanos();
  }
}
