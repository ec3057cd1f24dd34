package dev.lockkeeper.activities.databend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.activities.job.JobScript;
import dev.lockkeeper.activities.job.Jobs;
import dev.lockkeeper.activities.step.LocalShell;
import dev.lockkeeper.activities.step.Patient;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.activities.step.Shell;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.databend.Daemon;
import dev.lockkeeper.workflows.databend.DaemonChange;
import dev.lockkeeper.workflows.databend.DatabendRole;
import dev.lockkeeper.workflows.databend.NodeInspection;
import dev.lockkeeper.workflows.databend.ReleaseFacts;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.JobResult;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.Release;
import dev.lockkeeper.workflows.model.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which processes are taken for daemons, with real shells and processes. */
@Timeout(60)
class DaemonProcessesTest {
  private static final String PROGRAM = "databend-query";
  private static final Release RELEASE = new Release("1.2.833", null, "/srv/d.tgz", "a".repeat(64));

  private final List<LocalShell> nodes = new ArrayList<>();

  @TempDir private Path directory = Path.of("unset");

  @AfterEach
  void stop() {
    nodes.forEach(LocalShell::close);
  }

  @ParameterizedTest
  @EnumSource
  void versionQueriesThatHangBesideADaemonAreNotCounted(Shell shell) throws Exception {
    LocalShell node = node(shell);
    Path home = release("databend-1.2.725");
    Path configuration = configuration("one.toml");
    run(node, home, "--cmd", "ver");
    run(node, home, "--single", "--cmd=ver");
    run(node, home, "-c", configuration.toString(), "--cmd", "ver");
    run(node, home, "ver");
    run(node, home, "--version");
    run(node, home, "-c", configuration.toString());

    NodeInspection inspection = inspect(node, home);

    assertThat(inspection.problems()).isEmpty();
    assertThat(inspection.knownDaemon().configuration()).isEqualTo(configuration.toString());
  }

  @ParameterizedTest
  @EnumSource
  void twoDaemonsOfOneHomeAreCounted(Shell shell) throws Exception {
    LocalShell node = node(shell);
    Path home = release("databend-1.2.725");
    run(node, home, "-c", configuration("ver").toString());
    run(node, home, "-c", "ver");

    assertThat(inspect(node, home).problems())
        .singleElement()
        .asString()
        .contains("2 processes of databend-query run from " + home);
  }

  @ParameterizedTest
  @EnumSource
  void aDaemonThatEndsWhileItIsLookedAtIsNotCounted(Shell shell) throws Exception {
    LocalShell node = node(shell);
    Path home = release("databend-1.2.725");
    Path configuration = configuration("one.toml");
    run(node, home, "-c", configuration.toString());
    Process ends = run(node, home, "-c", configuration("two.toml").toString());
    node.standIn(
        "readlink",
        "if [ \"$1\" = /proc/%1$d/cwd ]; then kill -9 %1$d; while [ -e /proc/%1$d/exe ]; do sleep 0.02; done; fi\n"
                .formatted(ends.pid())
            + "PATH=$real exec readlink \"$@\"");

    NodeInspection inspection = inspect(node, home);

    assertThat(ends.isAlive()).isFalse();
    assertThat(inspection.problems()).isEmpty();
    assertThat(inspection.knownDaemon().configuration()).isEqualTo(configuration.toString());
  }

  @ParameterizedTest
  @EnumSource
  void aVersionQueryIsNoMemberOfACluster(Shell shell) throws Exception {
    LocalShell node = node(shell);
    Path home = release("databend-1.2.725");
    Path configuration = configuration("one.toml");
    run(node, home, "-c", configuration.toString());
    run(node, home, "--cmd", "ver");

    assertThat(FoundDaemon.on(node))
        .filteredOn(found -> found.home().equals(home.toString()))
        .extracting(FoundDaemon::configuration)
        .containsExactly(configuration.toString());
  }

  @ParameterizedTest
  @EnumSource
  void aStopEndsTheDaemonAndNoVersionQuery(Shell shell) throws Exception {
    LocalShell node = node(shell);
    Path home = release("databend-1.2.725");
    String configuration = configuration("one.toml").toString();
    // One with a smaller number than the daemon's, and one with a larger.
    Process before = run(node, home, "-c", configuration, "--cmd", "ver");
    Process daemon = run(node, home, "-c", configuration);
    Process after = run(node, home, "-c", configuration, "--cmd", "ver");
    DaemonChange change = change(home, release("databend-1.2.833"), configuration);

    JobResult result = job(node, DaemonScripts.stop(change, name()));

    assertThat(result.output()).contains("stopping process " + daemon.pid());
    assertThat(daemon.isAlive()).isFalse();
    assertThat(List.of(before, after)).allMatch(Process::isAlive);
  }

  @ParameterizedTest
  @EnumSource
  void aVersionQueryOfTheNewReleaseIsNotTakenForItsDaemon(Shell shell) throws Exception {
    LocalShell node = node(shell);
    Path from = release("databend-1.2.725");
    Path to = release("databend-1.2.833");
    String configuration = configuration("one.toml").toString();
    run(node, from, "-c", configuration);
    run(node, to, "-c", configuration, "--cmd", "ver");
    DaemonChange change = change(from, to, configuration);

    // The stand-in listens nowhere, so the job is at its end when it has seen the new daemon.
    assertThatThrownBy(() -> job(node, DaemonScripts.restart(change, name())))
        .isInstanceOf(StepFailed.class)
        .satisfies(
            late ->
                assertThat(late)
                    .hasMessageContaining(
                        "process " + daemonOf(node, to) + " does not listen on port 9"));
  }

  private NodeInspection inspect(LocalShell node, Path home) throws Exception {
    Target target = new Target(new Node("query-1", "localhost", 22, "query", "" + home), "none");
    return new Inspection(node, target, DatabendRole.QUERY).look(RELEASE, new ReleaseFacts(0, 0));
  }

  private static JobResult job(LocalShell node, JobScript script) throws Exception {
    Jobs jobs = new Jobs(new Patient(Duration.ofSeconds(5)));
    return DaemonScripts.check(name(), jobs.run(node, name(), script, Pulse.SILENT));
  }

  private static JobName name() {
    return new JobName("orders", "run", "restart", "query-1", 1);
  }

  private static DaemonChange change(Path from, Path to, String configuration) {
    Target target = new Target(new Node("query-1", "localhost", 22, "query", "" + from), "none");
    Daemon daemon =
        new Daemon(
            DatabendRole.QUERY,
            target,
            configuration,
            "",
            "127.0.0.1:9",
            "127.0.0.1:9",
            "",
            -1,
            null);
    return new DaemonChange(
        daemon,
        from.toString(),
        from.toString(),
        to.toString(),
        Duration.ofSeconds(20),
        Duration.ofSeconds(1));
  }

  private LocalShell node(Shell shell) {
    LocalShell node = new LocalShell(directory, shell);
    nodes.add(node);
    return node;
  }

  private Path configuration(String name) throws IOException {
    return Files.writeString(directory.resolve(name), "[query]\ncluster_id = \"test\"\n");
  }

  /**
   * A directory that looks like an unpacked release. Its daemon does nothing; /proc shows it as the
   * lab's look-alike: a program of another place in the release that has the vendor's name, with
   * the vendor's arguments at the end.
   */
  private Path release(String name) throws IOException {
    Path home = directory.resolve(name);
    Path programs = Files.createDirectories(home.resolve("libexec/bin"));
    Files.copy(Path.of("/bin/dash").toRealPath(), programs.resolve(PROGRAM));
    Files.writeString(home.resolve("main"), "sleep 600 &\nwait\n");
    Path script = Files.createDirectories(home.resolve("bin")).resolve(PROGRAM);
    Files.writeString(
        script,
        """
        #!/bin/sh
        [ "$1" != -c ] || exec "${0%/bin/*}/libexec/bin/databend-query" "${0%/bin/*}/main" "$@"
        echo 'version: 1.2.725-nightly'
        echo 'min-compatible-metasrv-version: 1.2.677'
        """);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return home;
  }

  private Process run(LocalShell node, Path home, String... arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of(home + "/libexec/bin/" + PROGRAM, home + "/main"));
    words.addAll(Arrays.asList(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(directory.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("HOME", node.home().toString());
    Process process = builder.start();
    // Its child is the last that is there.
    while (process.children().findAny().isEmpty()) {
      Thread.sleep(10);
    }
    return process;
  }

  private static long daemonOf(LocalShell node, Path home) {
    return node.processes().stream()
        .filter(process -> words(process).anyMatch((home + "/main")::equals))
        .filter(process -> words(process).noneMatch("--cmd"::equals))
        .map(ProcessHandle::pid)
        .findFirst()
        .orElseThrow();
  }

  private static Stream<String> words(ProcessHandle process) {
    try {
      return Stream.of(
          Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")).split("\0"));
    } catch (IOException gone) {
      return Stream.empty();
    }
  }
}
