package dev.lockkeeper.activities.fluss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.activities.job.JobScript;
import dev.lockkeeper.activities.job.Jobs;
import dev.lockkeeper.activities.step.LocalShell;
import dev.lockkeeper.activities.step.Patient;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.activities.step.Shell;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.fluss.FlussRole;
import dev.lockkeeper.workflows.fluss.ServerChange;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.JobResult;
import dev.lockkeeper.workflows.model.Mark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class ServerScriptsTest {
  private static final Duration ENOUGH = Duration.ofSeconds(40);
  private static final Duration SHORT = Duration.ofSeconds(2);

  private final Jobs jobs = new Jobs(new Patient(Duration.ofSeconds(5)));
  private final List<LocalShell> nodes = new ArrayList<>();
  private final List<Process> strangers = new ArrayList<>();
  private int port;
  private int attempt;

  @TempDir private Path directory = Path.of("unset");

  @AfterEach
  void stop() {
    nodes.forEach(LocalShell::close);
    strangers.forEach(Process::destroyForcibly);
  }

  @ParameterizedTest
  @EnumSource
  void theServerIsStoppedAndStartedOnTheNewRelease(Shell shell) throws Exception {
    LocalShell node = node(shell);
    StandInRelease old = release("0.7.0", listening("stand-in.stops-in: 700\n"));
    StandInRelease next = release("0.9.1-incubating", listening(""));
    ProcessHandle server = old.start(node, environment());
    awaitListening();

    JobResult result = restart(node, change(old, next, ENOUGH, ENOUGH));

    assertThat(old.isServer(server)).isFalse();
    ProcessHandle started = server(node, next).orElseThrow();
    assertThat(result.marks())
        .extracting(Mark::name)
        .containsExactly("stopping", "stopped", "starting", "listening");
    Mark stopping = result.mark("stopping").orElseThrow();
    Mark stopped = result.mark("stopped").orElseThrow();
    assertThat(Duration.between(stopping.at(), stopped.at()))
        .isGreaterThanOrEqualTo(Duration.ofMillis(690));
    assertThat(pidFile()).hasContent(Long.toString(started.pid()));
    assertThat(result.output())
        .contains("stopping process " + server.pid())
        .contains("process " + started.pid() + " runs from " + next.home());
    assertThat(next.home().resolve("log/fluss-me-tablet-server-0-here.out"))
        .content()
        .contains("Starting with " + next.home() + "/conf");
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatIgnoresTermIsWaitedForAndNeverKilled(Shell shell) throws Exception {
    LocalShell node = node(shell);
    StandInRelease old = release("0.7.0", listening("stand-in.ignores-term: yes\n"));
    StandInRelease next = release("0.9.1-incubating", listening(""));
    ProcessHandle server = old.start(node, environment());
    awaitListening();

    assertThatThrownBy(() -> restart(node, change(old, next, SHORT, ENOUGH)))
        .isInstanceOfSatisfying(
            StepFailed.class, late -> assertThat(late.reason()).isEqualTo(FailureReason.TIMEOUT))
        .hasMessageContaining(
            "process " + server.pid() + " still runs 2 s after TERM; it was not killed")
        .hasMessageContaining("exit status 3 on tablet-1");
    assertThat(old.isServer(server)).isTrue();
    assertThat(server(node, next)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aStrangerWhoseIdStandsInThePidFileSurvives(Shell shell) throws Exception {
    LocalShell node = node(shell);
    StandInRelease old = release("0.7.0", listening(""));
    StandInRelease next = release("0.9.1-incubating", listening(""));
    ProcessHandle server = old.start(node, environment());
    Process stranger = stranger();
    Files.writeString(pidFile(), server.pid() + "\n" + stranger.pid() + "\n");

    restart(node, change(old, next, ENOUGH, ENOUGH));

    assertThat(stranger.isAlive()).isTrue();
    assertThat(old.isServer(server)).isFalse();
    assertThat(pidFile())
        .hasContent(stranger.pid() + "\n" + server(node, next).orElseThrow().pid());
  }

  @ParameterizedTest
  @EnumSource
  void aServerOfAnotherInstallationIsLeftAlone(Shell shell) throws Exception {
    LocalShell node = node(shell);
    StandInRelease old = release("0.7.0", listening(""));
    StandInRelease next = release("0.9.1-incubating", listening(""));
    StandInRelease foreign =
        StandInRelease.tabletServer(directory.resolve("elsewhere/fluss-0.7.0"), "0.7.0", "");
    ProcessHandle neighbour = foreign.start(node, Map.of("FLUSS_PID_DIR", directory + "/other"));
    old.start(node, environment());

    restart(node, change(old, next, ENOUGH, ENOUGH));

    assertThat(foreign.isServer(neighbour)).isTrue();
    assertThat(server(node, old)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aHomeThatIsALinkIsMoved(Shell shell) throws Exception {
    LocalShell node = node(shell);
    StandInRelease old = release("0.7.0", listening(""));
    StandInRelease next = release("0.9.1-incubating", listening(""));
    Path link = Files.createSymbolicLink(directory.resolve("fluss"), old.home());
    old.start(node, environment());

    restart(node, change(link, old, next, ENOUGH, ENOUGH));

    assertThat(Files.readSymbolicLink(link)).isEqualTo(next.home());
    assertThat(server(node, next)).isPresent();
    try (Stream<Path> beside = Files.list(directory)) {
      assertThat(beside.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.contains("lockkeeper"));
    }

    restart(node, change(link, next, old, ENOUGH, ENOUGH));
    assertThat(Files.readSymbolicLink(link)).isEqualTo(old.home());
  }

  @ParameterizedTest
  @EnumSource
  void theEnvironmentIsCarriedOverWithoutPathsIntoTheOldRelease(Shell shell) throws Exception {
    LocalShell node = node(shell);
    StandInRelease old = release("0.7.0", listening(""));
    StandInRelease next = release("0.9.1-incubating", listening(""));
    Map<String, String> given = new TreeMap<>(environment());
    given.put("FLUSS_LOG_DIR", old.home() + "-logs");
    given.put("FLUSS_PLUGINS_DIR", old.home() + "/plugins");
    given.put("FLUSS_ENV_JAVA_OPTS_TS", "-Xmx20m -Dname=\"two words\"");
    given.put("HADOOP_CLASSPATH", "/opt/hadoop/lib/*");
    given.put("SECRET_OF_THE_SHELL", "1");
    old.start(node, given);

    restart(node, change(old, next, ENOUGH, ENOUGH));

    assertThat(environment(server(node, next).orElseThrow()))
        .contains(
            "FLUSS_LOG_DIR=" + old.home() + "-logs",
            "FLUSS_ENV_JAVA_OPTS_TS=-Xmx20m -Dname=\"two words\"",
            "FLUSS_IDENT_STRING=me",
            "FLUSS_PID_DIR=" + pidFile().getParent(),
            "HADOOP_CLASSPATH=/opt/hadoop/lib/*",
            "JAVA_HOME=" + StandInRelease.java().toRealPath().getParent().getParent(),
            "FLUSS_CONF_DIR=" + next.home() + "/conf")
        .noneMatch(line -> line.startsWith("FLUSS_PLUGINS_DIR="))
        .noneMatch(line -> line.startsWith("SECRET_OF_THE_SHELL="));
    assertThat(node.home().resolve(".lockkeeper/environment/orders.tablet-1"))
        .satisfies(
            file ->
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------"));
  }

  @ParameterizedTest
  @EnumSource
  void theNewServersFilesAreAsReadableAsTheOldOnes(Shell shell) throws Exception {
    LocalShell node = node(shell);
    StandInRelease old = release("0.7.0", listening(""));
    StandInRelease next = release("0.9.1-incubating", listening(""));
    old.start(node, environment());

    restart(node, change(old, next, ENOUGH, ENOUGH));

    assertThat(permissions(next.home().resolve("log/fluss-me-tablet-server-0-here.out")))
        .isEqualTo(permissions(old.home().resolve("log/fluss-me-tablet-server-0-here.out")))
        .isEqualTo("rw-r--r--");
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatDiesAtItsStartIsAFailureWithTheEndOfItsLog(Shell shell) throws Exception {
    LocalShell node = node(shell);
    StandInRelease old = release("0.7.0", listening(""));
    StandInRelease next =
        release(
            "0.9.1-incubating",
            listening("stand-in.fails: bind failed - Address already in use\n"));
    old.start(node, environment());

    assertThatThrownBy(() -> restart(node, change(old, next, ENOUGH, ENOUGH)))
        .isInstanceOfSatisfying(
            StepFailed.class,
            died -> assertThat(died.reason()).isEqualTo(FailureReason.FAILED_COMMAND))
        .hasMessageContaining("ended while it started")
        .hasMessageContaining(
            "--- end of " + next.home() + "/log/fluss-me-tablet-server-0-here.out")
        .hasMessageContaining("bind failed - Address already in use");
  }

  @ParameterizedTest
  @EnumSource
  void anotherListenerOnThePortIsNotTakenForTheServer(Shell shell) throws Exception {
    LocalShell node = node(shell);
    StandInRelease old = release("0.7.0", "stand-in.nothing: 1\n");
    StandInRelease next = release("0.9.1-incubating", listening("stand-in.fails: port in use\n"));
    old.start(node, environment());
    try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> restart(node, change(old, next, ENOUGH, ENOUGH)))
          .isInstanceOf(StepFailed.class)
          .hasMessageContaining("ended while it started");
      assertThat(other.isBound()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatDoesNotListenInTimeIsATimeoutAndIsLeftRunning(Shell shell) throws Exception {
    LocalShell node = node(shell);
    StandInRelease old = release("0.7.0", listening(""));
    StandInRelease next = release("0.9.1-incubating", "stand-in.nothing: 1\n");
    old.start(node, environment());

    assertThatThrownBy(() -> restart(node, change(old, next, ENOUGH, SHORT)))
        .isInstanceOfSatisfying(
            StepFailed.class, late -> assertThat(late.reason()).isEqualTo(FailureReason.TIMEOUT))
        .hasMessageContaining("does not listen on port " + port + " after 2 s")
        .hasMessageContaining("Starting with");
    assertThat(server(node, next)).isPresent();
  }

  @ParameterizedTest
  @EnumSource
  void onTheTargetAlreadyNothingIsDone(Shell shell) throws Exception {
    LocalShell node = node(shell);
    StandInRelease old = release("0.7.0", listening(""));
    StandInRelease next = release("0.9.1-incubating", listening(""));
    ProcessHandle server = next.start(node, environment());

    JobResult result = restart(node, change(old, next, ENOUGH, ENOUGH));

    assertThat(result.output())
        .contains("no tablet-server runs from " + old.home())
        .contains("runs from " + next.home() + " already");
    assertThat(next.isServer(server)).isTrue();
    assertThat(pidFile()).hasContent(Long.toString(server.pid()));
  }

  @ParameterizedTest
  @EnumSource
  void aRestartThatEndedBetweenStopAndStartIsFinishedByTheNextAttempt(Shell shell)
      throws Exception {
    LocalShell node = node(shell);
    StandInRelease old = release("0.7.0", listening(""));
    StandInRelease next = release("0.9.1-incubating", listening(""));
    old.start(node, environment());
    ServerChange change = change(old, next, ENOUGH, ENOUGH);
    JobName first = name();
    run(node, first, ServerScripts.stop(change, first));
    assertThat(server(node, old)).isEmpty();

    restart(node, change);

    ProcessHandle started = server(node, next).orElseThrow();
    assertThat(pidFile()).hasContent(Long.toString(started.pid()));
    assertThat(environment(started)).contains("FLUSS_IDENT_STRING=me");
  }

  @ParameterizedTest
  @EnumSource
  void backOnTheOldReleaseTheServerHasItsOwnConfigurationAgain(Shell shell) throws Exception {
    LocalShell node = node(shell);
    StandInRelease old = release("0.7.0", "data.dir: /tmp/shipped\n");
    StandInRelease next = release("0.9.1-incubating", listening(""));
    Path etc = Files.createDirectories(directory.resolve("etc"));
    Files.writeString(etc.resolve("server.yaml"), listening(""));
    Map<String, String> given = new TreeMap<>(environment());
    given.put("FLUSS_CONF_DIR", etc.toString());
    old.start(node, given);
    ServerChange change = change(old, next, ENOUGH, ENOUGH);

    restart(node, change);
    restart(node, change.reversed());

    ProcessHandle back = server(node, old).orElseThrow();
    assertThat(Files.readString(Path.of("/proc/" + back.pid() + "/cmdline")))
        .contains("--configDir\0" + etc);
  }

  @ParameterizedTest
  @EnumSource
  void aReleaseWithoutItsScriptIsNoticedBeforeTheServerStops(Shell shell) throws Exception {
    LocalShell node = node(shell);
    StandInRelease old = release("0.7.0", listening(""));
    StandInRelease next = release("0.9.1-incubating", listening(""));
    Files.delete(next.home().resolve("bin/tablet-server.sh"));
    ProcessHandle server = old.start(node, environment());

    assertThatThrownBy(() -> restart(node, change(old, next, ENOUGH, ENOUGH)))
        .isInstanceOf(StepFailed.class)
        .hasMessageContaining("bin/tablet-server.sh; nothing was stopped");
    assertThat(old.isServer(server)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void aPidDirectoryThatOnlyTheConfigurationNamesIsFound(Shell shell) throws Exception {
    LocalShell node = node(shell);
    Path pids = directory.resolve("pids-of-yaml");
    StandInRelease old = release("0.7.0", listening("env.pid.dir: " + pids + " # ours\n"));
    ProcessHandle server = old.start(node, Map.of("FLUSS_IDENT_STRING", "me"));
    ServerChange change = change(old, old, ENOUGH, ENOUGH);
    JobName stop = name();
    assertThat(pids.resolve("fluss-me-tablet-server.pid")).hasContent("" + server.pid());

    run(node, stop, ServerScripts.stop(change, stop));

    assertThat(old.isServer(server)).isFalse();
    assertThat(pids.resolve("fluss-me-tablet-server.pid")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void aPortChosenAtTheStartIsNotWaitedFor(Shell shell) throws Exception {
    LocalShell node = node(shell);
    StandInRelease old = release("0.7.0", "stand-in.nothing: 1\n");
    StandInRelease next = release("0.9.1-incubating", "stand-in.nothing: 1\n");
    old.start(node, environment());
    port = 0;

    JobResult result = restart(node, change(old, next, ENOUGH, SHORT));

    assertThat(result.mark("listening")).isPresent();
    assertThat(server(node, next)).isPresent();
  }

  private LocalShell node(Shell shell) throws IOException {
    LocalShell node = new LocalShell(directory, shell);
    nodes.add(node);
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Files.createDirectories(directory.resolve("pids"));
    return node;
  }

  private StandInRelease release(String version, String yaml) {
    return StandInRelease.tabletServer(directory.resolve("fluss-" + version), version, yaml);
  }

  private String listening(String more) {
    return "tablet-server.id: 1\nstand-in.host: 127.0.0.1\nstand-in.port: " + port + "\n" + more;
  }

  private Map<String, String> environment() {
    return Map.of("FLUSS_PID_DIR", pidFile().getParent().toString(), "FLUSS_IDENT_STRING", "me");
  }

  private Path pidFile() {
    return directory.resolve("pids/fluss-me-tablet-server.pid");
  }

  private ServerChange change(
      StandInRelease from, StandInRelease to, Duration stop, Duration start) {
    return change(from.home(), from, to, stop, start);
  }

  private ServerChange change(
      Path home, StandInRelease from, StandInRelease to, Duration stop, Duration start) {
    return new ServerChange(
        FlussRole.TABLET_SERVER,
        home.toString(),
        from.home().toString(),
        to.home().toString(),
        port,
        stop,
        start);
  }

  private JobResult restart(LocalShell node, ServerChange change) throws Exception {
    JobName name = name();
    return run(node, name, ServerScripts.restart(change, name));
  }

  private JobResult run(LocalShell node, JobName name, JobScript script) throws Exception {
    return ServerScripts.check(name, jobs.run(node, name, script, Pulse.SILENT));
  }

  private JobName name() {
    attempt++;
    return new JobName("orders", "run", "restart", "tablet-1", attempt);
  }

  private Optional<ProcessHandle> server(LocalShell node, StandInRelease release) {
    return node.processes().stream().filter(release::isServer).findFirst();
  }

  private Process stranger() throws IOException {
    Process stranger = new ProcessBuilder("sleep", "300").start();
    strangers.add(stranger);
    return stranger;
  }

  private void awaitListening() throws InterruptedException {
    while (true) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return;
      } catch (IOException notYet) {
        Thread.sleep(10);
      }
    }
  }

  private static List<String> environment(ProcessHandle process) throws IOException {
    return List.of(Files.readString(Path.of("/proc/" + process.pid() + "/environ")).split("\0"));
  }

  private static String permissions(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
