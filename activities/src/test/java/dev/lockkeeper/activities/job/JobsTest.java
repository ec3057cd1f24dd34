package dev.lockkeeper.activities.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import dev.lockkeeper.activities.ssh.Command;
import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.LocalShell;
import dev.lockkeeper.activities.step.Patient;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.activities.step.Shell;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.JobResult;
import dev.lockkeeper.workflows.model.Mark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class JobsTest {
  private static final String COUNT = "echo once >> \"$HOME/ran\"\n";

  private final Jobs jobs = new Jobs(new Patient(Duration.ofSeconds(5)));
  private final List<LocalShell> nodes = new ArrayList<>();

  @TempDir private Path directory = Path.of("unset");

  private LocalShell node(Shell shell) {
    LocalShell node = new LocalShell(directory, shell);
    nodes.add(node);
    return node;
  }

  @AfterEach
  void stop() {
    nodes.forEach(LocalShell::close);
  }

  @ParameterizedTest
  @EnumSource
  void aJobRunsOnceAndWhoeverAsksAgainGetsTheSameResult(Shell shell) throws Exception {
    LocalShell node = node(shell);
    JobScript script =
        script(COUNT + "mark begun\necho hello\necho trouble >&2\nmark done\nexit 7");

    JobResult first = jobs.run(node, name(1), script, Pulse.SILENT);
    JobResult second = jobs.run(node, name(1), script, Pulse.SILENT);

    assertThat(first.exit()).isEqualTo(7);
    assertThat(first.output()).isEqualTo("hello\ntrouble\n");
    assertThat(first.marks()).extracting(Mark::name).containsExactly("begun", "done");
    assertThat(first.log()).isEqualTo("~/.lockkeeper/jobs/orders/run/tablet-1.restart.1/output");
    assertThat(node.file(first.log().substring(2))).contains("hello\ntrouble\n");
    assertThat(first.script()).isEqualTo(sha256(script.text()));
    assertThat(second).isEqualTo(first);
    assertThat(node.file("ran")).isEqualTo("once\n");
  }

  private static String sha256(String text) throws NoSuchAlgorithmException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @ParameterizedTest
  @EnumSource
  void anotherAttemptOrAnotherUpgradeIsAnotherJob(Shell shell) throws Exception {
    LocalShell node = node(shell);
    jobs.run(node, name(1), script(COUNT), Pulse.SILENT);
    jobs.run(node, name(2), script(COUNT), Pulse.SILENT);
    jobs.run(
        node,
        new JobName("orders", "later", "restart", "tablet-1", 1),
        script(COUNT),
        Pulse.SILENT);

    assertThat(node.file("ran")).isEqualTo("once\nonce\nonce\n");
  }

  @ParameterizedTest
  @EnumSource
  void tenAtOnceRunItOnceAndAllGetItsResult(Shell shell) throws Exception {
    LocalShell node = node(shell);
    JobScript script = script(COUNT + "mark begun\nsleep 0.5\necho hello\nexit 3");
    ExecutorService callers = Executors.newFixedThreadPool(10);
    try {
      CountDownLatch together = new CountDownLatch(10);
      Callable<JobResult> caller =
          () -> {
            together.countDown();
            together.await();
            return jobs.run(node, name(1), script, Pulse.SILENT);
          };
      List<JobResult> results = new ArrayList<>();
      for (Future<JobResult> result :
          callers.invokeAll(Stream.generate(() -> caller).limit(10).toList())) {
        results.add(result.get());
      }
      assertThat(results).hasSize(10).containsOnly(results.get(0));
      assertThat(results.get(0).exit()).isEqualTo(3);
      assertThat(node.file("ran")).isEqualTo("once\n");
    } finally {
      callers.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource
  void fiveMegabytesOfOutputAreBoundedAndTheWholeStaysOnTheNode(Shell shell) throws Exception {
    LocalShell node = node(shell);
    AtomicLong sent = new AtomicLong();
    JobResult result =
        jobs.run(
            new Relay(node) {
              @Override
              public CommandResult follow(Command command, Consumer<String> onLine)
                  throws SshFailure, InterruptedException {
                return super.follow(
                    command,
                    line -> {
                      sent.addAndGet(line.length());
                      onLine.accept(line);
                    });
              }
            },
            name(1),
            script(
                "echo first line\n"
                    + "awk 'BEGIN { for (i = 0; i < 100000; i++) print \"a line of about fifty bytes, number \" 1000000 + i }'\n"
                    + "echo last line\n"),
            Pulse.SILENT);

    assertThat(result.output())
        .startsWith("first line\na line of about")
        .endsWith("last line\n")
        .contains("\n[…]\na line of about fifty bytes, number 1");
    assertThat(sent.get()).isLessThan(30_000);
    assertThat(result.output().length()).isLessThan(7_000);
    assertThat(Files.size(node.home().resolve(result.log().substring(2)))).isGreaterThan(4_000_000);
  }

  @ParameterizedTest
  @EnumSource
  void argumentsArriveUnchanged(Shell shell) throws Exception {
    LocalShell node = node(shell);
    List<String> arguments =
        List.of("it's", "two\nlines", "$(touch $HOME/pwned)", "`id`;&|<>*?[a]", "\\n\"", "", " ü ");

    JobResult result =
        jobs.run(
            node,
            name(1),
            new JobScript(
                "for word do printf '<%s>\\n' \"$word\"; done\necho \"$# words\"", arguments),
            Pulse.SILENT);

    assertThat(result.output())
        .isEqualTo(
            String.join("", arguments.stream().map(word -> "<" + word + ">\n").toList())
                + "7 words\n");
    assertThat(node.file("pwned")).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void marksAreTimedByTheUptimeAndTheirDifferencesAreExact(Shell shell) throws Exception {
    LocalShell node = node(shell);
    JobResult result =
        jobs.run(
            node,
            name(1),
            script(
                "mark one\nread -r a rest < /proc/uptime\nsleep 0.3\nmark two\nread -r b rest < /proc/uptime\necho \"$a $b\""),
            Pulse.SILENT);

    String[] uptimes = result.output().strip().split(" ");
    double inside = Double.parseDouble(uptimes[1]) - Double.parseDouble(uptimes[0]);
    double marked =
        Duration.between(result.marks().get(0).at(), result.marks().get(1).at()).toMillis()
            / 1000.0;
    assertThat(marked).isGreaterThanOrEqualTo(0.28).isEqualTo(result.seconds());
    // The script's own look comes right after each mark; a hundredth is the clock's grain.
    assertThat(marked).isCloseTo(inside, offset(0.25));
  }

  @ParameterizedTest
  @EnumSource
  void aFollowerThatIsKilledIsReplacedAndMissesNothing(Shell shell) throws Exception {
    LocalShell node = node(shell);
    JobScript script = script("echo before\nmark waiting\n" + waitFor("go") + "echo after\n");
    AtomicReference<String> said = new AtomicReference<>("");
    Thread killer =
        new Thread(
            () -> {
              await(() -> said.get().equals("waiting"));
              // The first follower; what it followed goes on.
              node.processes().stream()
                  .filter(JobsTest::follows)
                  .forEach(ProcessHandle::destroyForcibly);
              create(node.home().resolve("go"));
            });
    killer.start();

    JobResult result = jobs.run(node, name(1), script, said::set);
    assertThat(result.output()).isEqualTo("before\nafter\n");
    assertThat(result.marks()).extracting(Mark::name).containsExactly("waiting");
    killer.join();
  }

  @ParameterizedTest
  @EnumSource
  void aWorkerThatIsInterruptedLeavesTheJobRunningAndItIsFoundAgain(Shell shell) throws Exception {
    LocalShell node = node(shell);
    JobScript script = script(COUNT + "mark waiting\n" + waitFor("go") + "exit 4\n");
    Thread worker = Thread.currentThread();
    assertThatThrownBy(
            () ->
                jobs.run(
                    node,
                    name(1),
                    script,
                    text -> {
                      if (text.equals("waiting")) {
                        worker.interrupt();
                      }
                    }))
        .isInstanceOf(InterruptedException.class);
    Files.createFile(node.home().resolve("go"));

    assertThat(jobs.run(node, name(1), script, Pulse.SILENT).exit()).isEqualTo(4);
    assertThat(node.file("ran")).isEqualTo("once\n");
  }

  @ParameterizedTest
  @EnumSource
  void aJobWhoseProcessesAreKilledIsLostWithWhatItHadReached(Shell shell) {
    LocalShell node = node(shell);
    assertThatThrownBy(
            () ->
                jobs.run(
                    node,
                    name(1),
                    script(
                        "echo words\nmark stopping\nkill -KILL -$(cut -d ' ' -f 1 < \"${0%/*}/owner\")\nsleep 100"),
                    Pulse.SILENT))
        .isInstanceOfSatisfying(
            StepFailed.class, lost -> assertThat(lost.reason()).isEqualTo(FailureReason.LOST))
        .hasMessageContaining("was killed")
        .satisfies(
            lost ->
                assertThat(((StepFailed) lost).marks())
                    .extracting(Mark::name)
                    .containsExactly("stopping"))
        .hasMessageContaining("It had reached: stopping")
        .hasMessageContaining("/tablet-1.restart.1/output on the node")
        .hasMessageContaining("words");
  }

  @ParameterizedTest
  @EnumSource
  void aLostJobIsNotRunAgainByTheSameName(Shell shell) {
    LocalShell node = node(shell);
    JobScript script =
        script(COUNT + "kill -KILL -$(cut -d ' ' -f 1 < \"${0%/*}/owner\")\nsleep 100");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> jobs.run(node, name(1), script, Pulse.SILENT))
          .isInstanceOf(StepFailed.class)
          .hasMessageContaining("left no result");
    }
    assertThat(node.file("ran")).isEqualTo("once\n");
  }

  @ParameterizedTest
  @EnumSource
  void aTermToTheWholeGroupIsAnExitStatusAndNotARiddle(Shell shell) throws Exception {
    LocalShell node = node(shell);
    JobResult result =
        jobs.run(
            node,
            name(1),
            script("mark stopping\nkill -TERM -$(cut -d ' ' -f 1 < \"${0%/*}/owner\")\nsleep 100"),
            Pulse.SILENT);

    assertThat(result.exit()).isEqualTo(143);
  }

  @ParameterizedTest
  @EnumSource
  void aJobFromBeforeARebootIsLost(Shell shell) throws Exception {
    LocalShell node = node(shell);
    Path job = node.home().resolve(".lockkeeper/jobs/orders/run/tablet-1.restart.1");
    Files.createDirectories(job);
    Files.writeString(job.resolve("output"), "words\n");
    Files.writeString(job.resolve("marks"), "stopped 6.00\n");
    // Its process id and start time are those of a process that lives; only the boot is another.
    Files.writeString(
        job.resolve("owner"),
        ProcessHandle.current().pid()
            + " "
            + ownStart()
            + " 0f0f0f0f-0000-4000-8000-000000000000 1000 5.00\n");

    assertThatThrownBy(() -> jobs.run(node, name(1), script(COUNT), Pulse.SILENT))
        .isInstanceOfSatisfying(
            StepFailed.class,
            lost -> {
              assertThat(lost.reason()).isEqualTo(FailureReason.LOST);
              assertThat(lost.marks())
                  .containsExactly(new Mark("stopped", Instant.ofEpochMilli(2000)));
            })
        .hasMessageContaining("the host was rebooted while it ran")
        .hasMessageContaining("words")
        .hasMessageContaining("It had reached: stopped");
    assertThat(node.file("ran")).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void aJobThatEndedBeforeARebootKeepsItsResult(Shell shell) throws Exception {
    LocalShell node = node(shell);
    jobs.run(node, name(1), script(COUNT + "exit 5"), Pulse.SILENT);
    Path owner = node.home().resolve(".lockkeeper/jobs/orders/run/tablet-1.restart.1/owner");
    Files.writeString(owner, Files.readString(owner).replaceFirst("[0-9a-f-]{36}", "another"));

    assertThat(jobs.run(node, name(1), script(COUNT), Pulse.SILENT).exit()).isEqualTo(5);
  }

  @ParameterizedTest
  @EnumSource
  void aProcessIdThatWasGivenToAnotherProcessIsNotTheJob(Shell shell) throws Exception {
    LocalShell node = node(shell);
    Path job = node.home().resolve(".lockkeeper/jobs/orders/run/tablet-1.restart.1");
    Files.createDirectories(job);
    Files.writeString(
        job.resolve("owner"),
        ProcessHandle.current().pid()
            + " 1 "
            + Files.readString(Path.of("/proc/sys/kernel/random/boot_id")));

    assertThatThrownBy(() -> jobs.run(node, name(1), script(COUNT), Pulse.SILENT))
        .isInstanceOf(StepFailed.class)
        .hasMessageContaining("was killed");
  }

  @ParameterizedTest
  @EnumSource
  void aZombieIsNoRunningJob(Shell shell) throws Exception {
    LocalShell node = node(shell);
    // A shell that has become a sleep never waits for its child.
    Process zombieMaker =
        new ProcessBuilder("sh", "-c", "sleep 0.5 & echo $!; exec sleep 100").start();
    try {
      String pid = zombieMaker.inputReader().readLine();
      await(() -> stat(pid).contains(") Z "));
      Path job = node.home().resolve(".lockkeeper/jobs/orders/run/tablet-1.restart.1");
      Files.createDirectories(job);
      Files.writeString(
          job.resolve("owner"),
          pid
              + " "
              + start(pid)
              + " "
              + Files.readString(Path.of("/proc/sys/kernel/random/boot_id")));

      assertThatThrownBy(() -> jobs.run(node, name(1), script(COUNT), Pulse.SILENT))
          .isInstanceOf(StepFailed.class)
          .hasMessageContaining("was killed");
      assertThat(jobs.run(node, name(2), script(COUNT + "exit 6"), Pulse.SILENT).exit())
          .isEqualTo(6);
    } finally {
      zombieMaker.destroyForcibly();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anotherAttemptIsRefusedWhileOneRuns(Shell shell) throws Exception {
    LocalShell node = node(shell);
    JobScript waiting = script("mark waiting\n" + waitFor("go"));
    AtomicReference<String> said = new AtomicReference<>("");
    ExecutorService first = Executors.newSingleThreadExecutor();
    try {
      Future<JobResult> running = first.submit(() -> jobs.run(node, name(1), waiting, said::set));
      await(() -> said.get().equals("waiting"));

      assertThatThrownBy(() -> jobs.run(node, name(2), script(COUNT), Pulse.SILENT))
          .isInstanceOfSatisfying(
              StepFailed.class, no -> assertThat(no.reason()).isEqualTo(FailureReason.REFUSED))
          .hasMessageContaining("another attempt still runs")
          .hasMessageContaining("tablet-1.restart.1")
          .hasMessageContaining("wait until it has ended");
      assertThat(node.file("ran")).isNull();

      Files.createFile(node.home().resolve("go"));
      running.get();
      jobs.run(node, name(2), script(COUNT), Pulse.SILENT);
      assertThat(node.file("ran")).isEqualTo("once\n");
    } finally {
      first.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHangUpMeansNothingToAJob(Shell shell) throws Exception {
    LocalShell node = node(shell);
    JobResult result =
        jobs.run(
            node,
            name(1),
            script("kill -HUP $$ -$(cut -d ' ' -f 1 < \"${0%/*}/owner\")\necho still here\n"),
            Pulse.SILENT);

    assertThat(result.output()).isEqualTo("still here\n");
    assertThat(result.exit()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void nothingAJobLeavesBehindIsReadableByOthers(Shell shell) throws Exception {
    LocalShell node = node(shell);
    jobs.run(node, name(1), script("echo words"), Pulse.SILENT);
    try (Stream<Path> files = Files.walk(node.home().resolve(".lockkeeper"))) {
      assertThat(files.toList())
          .hasSizeGreaterThan(5)
          .allSatisfy(
              file ->
                  assertThat(Files.getPosixFilePermissions(file))
                      .isSubsetOf(
                          Set.of(
                              PosixFilePermission.OWNER_READ,
                              PosixFilePermission.OWNER_WRITE,
                              PosixFilePermission.OWNER_EXECUTE)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void outputThatLooksLikeTheFollowersOwnWordsChangesNothing(Shell shell) throws Exception {
    LocalShell node = node(shell);
    JobResult result =
        jobs.run(
            node,
            name(1),
            script(
                "echo ::exit\necho ::exit 0\necho ::lost nothing\necho ::mark\necho ::1 is up\nexit 9"),
            Pulse.SILENT);

    assertThat(result.exit()).isEqualTo(9);
    assertThat(result.output()).contains("::1 is up");
  }

  @ParameterizedTest
  @EnumSource
  void aNodeWhereNothingCanBeWrittenSaysSo(Shell shell) throws Exception {
    LocalShell node = node(shell);
    Files.createFile(node.home().resolve(".lockkeeper"));

    assertThatThrownBy(() -> jobs.run(node, name(1), script(COUNT), Pulse.SILENT))
        .isInstanceOfSatisfying(
            StepFailed.class, no -> assertThat(no.reason()).isEqualTo(FailureReason.FAILED_COMMAND))
        .hasMessageContaining("starting the job orders/run/tablet-1.restart.1");
  }

  private static JobName name(int attempt) {
    return new JobName("orders", "run", "restart", "tablet-1", attempt);
  }

  private static JobScript script(String body) {
    return new JobScript(body, List.of());
  }

  private static String waitFor(String file) {
    return "while [ ! -e \"$HOME/" + file + "\" ]; do sleep 0.05; done\n";
  }

  private static String ownStart() {
    return start(Long.toString(ProcessHandle.current().pid()));
  }

  private static String stat(String pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/stat"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String start(String pid) {
    String stat = stat(pid);
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19];
  }

  private static boolean follows(ProcessHandle process) {
    return commandLine(process).contains("Follows a job to its end");
  }

  private static void create(Path file) {
    try {
      Files.createFile(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
    } catch (IOException gone) {
      return "";
    }
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      try {
        TimeUnit.MILLISECONDS.sleep(10);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
