package dev.lockkeeper.activities.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockkeeper.activities.ssh.Command;
import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.LocalShell;
import dev.lockkeeper.activities.step.Patient;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.activities.step.Shell;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.model.Beat;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.JobResult;
import dev.lockkeeper.workflows.model.Mark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong on a node while a job is started, runs and ends. */
@Timeout(60)
class JobFaultsTest {
  private static final JobName NAME = new JobName("orders", "run", "restart", "tablet-1", 1);
  private static final String COUNT = "echo once >> \"$HOME/ran\"\n";
  private static final String WAIT = "while [ ! -e \"$HOME/go\" ]; do sleep 0.05; done\n";

  private final Jobs jobs = new Jobs(new Patient(Duration.ofSeconds(5)));
  private final List<LocalShell> nodes = new ArrayList<>();

  @TempDir private Path directory = Path.of("unset");

  @AfterEach
  void stop() {
    nodes.forEach(LocalShell::close);
  }

  @ParameterizedTest
  @EnumSource
  void aDiskThatFillsUpWhileTheJobRunsCostsOutputAndNotItsEnd(Shell shell) throws Exception {
    JobResult result =
        run(node(shell), "echo words\nexec > /dev/full 2>&1\necho more\nmark done\nexit 4\n");

    assertThat(result.exit()).isEqualTo(4);
    assertThat(result.output()).isEqualTo("words\n");
    assertThat(result.marks()).extracting(Mark::name).containsExactly("done");
  }

  @ParameterizedTest
  @EnumSource
  void theExitStatusHasItsPlaceBeforeTheJobBegins(Shell shell) throws Exception {
    LocalShell node = node(shell);
    JobResult result = run(node, "wc -c < \"$lockkeeper_exit\"; ls -i \"$lockkeeper_exit\"\n");

    List<String> seen = result.output().lines().map(String::strip).toList();
    assertThat(seen.get(0)).isEqualTo("4096");
    Path exit = job(node).resolve("exit");
    assertThat(Files.size(exit)).isEqualTo(4096);
    assertThat(seen.get(1)).startsWith(Files.getAttribute(exit, "unix:ino") + " ");
  }

  @ParameterizedTest
  @EnumSource
  void anExitStatusThatCannotBeWrittenIsNeverASuccess(Shell shell) {
    LocalShell node = node(shell);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(
              () -> run(node, COUNT + "ln -sf /dev/full \"$lockkeeper_exit\"\nmark done\nexit 0\n"))
          .isInstanceOfSatisfying(
              StepFailed.class, lost -> assertThat(lost.reason()).isEqualTo(FailureReason.LOST))
          .hasMessageContaining("or could not write its exit status")
          .hasMessageContaining("the exit status 0 could not be written to");
    }
    assertThat(node.file("ran")).isEqualTo("once\n");
  }

  @ParameterizedTest
  @EnumSource
  void anExitStatusThatAPowerCutHasBlankedIsNeverASuccess(Shell shell) throws Exception {
    LocalShell node = node(shell);
    run(node, COUNT);
    Files.writeString(job(node).resolve("exit"), " ".repeat(4095) + "\n");

    assertThatThrownBy(() -> run(node, COUNT))
        .isInstanceOfSatisfying(
            StepFailed.class, lost -> assertThat(lost.reason()).isEqualTo(FailureReason.LOST))
        .hasMessageContaining("its exit status in " + job(node) + "/exit cannot be read");
  }

  @ParameterizedTest
  @EnumSource
  void onAFullDiskNothingIsStarted(Shell shell) {
    LocalShell node = node(shell).standIn("cat", "PATH=$real\nexec cat \"$@\" > /dev/full");

    assertThatThrownBy(() -> run(node, COUNT))
        .isInstanceOfSatisfying(
            StepFailed.class, no -> assertThat(no.reason()).isEqualTo(FailureReason.FAILED_COMMAND))
        .hasMessageContaining("No space left on device")
        .hasMessageContaining("nothing was started");
    assertThat(node.file("ran")).isNull();
    assertThat(job(node).resolve("owner")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void aRunnerThatCannotTakeTheJobSaysWhy(Shell shell) {
    LocalShell node = node(shell).standIn("ln", "echo 'ln: no hard links here' >&2; exit 1");

    assertThatThrownBy(() -> run(node, COUNT))
        .isInstanceOfSatisfying(
            StepFailed.class, no -> assertThat(no.reason()).isEqualTo(FailureReason.FAILED_COMMAND))
        .hasMessageContaining("its process did not start: ln: no hard links here");
    assertThat(node.file("ran")).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void aScriptThatALostLinkHasCutShortIsNotRun(Shell shell) {
    LocalShell node = node(shell);
    Relay cutting =
        new Relay(node) {
          @Override
          public CommandResult run(Command command) throws SshFailure, InterruptedException {
            String input = String.valueOf(command.input());
            return super.run(command.withInput(input.substring(0, input.length() - 3)));
          }
        };

    assertThatThrownBy(() -> jobs.run(cutting, NAME, script(COUNT + "exit 0\n"), Pulse.SILENT))
        .isInstanceOf(StepFailed.class)
        .hasMessageContaining("the script arrived cut short");
    assertThat(node.file("ran")).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void aJobWhoseDirectoryIsRemovedWhileItRunsIsLostAndNotStartedAgain(Shell shell)
      throws Exception {
    LocalShell node = node(shell);
    JobScript script = script(COUNT + "echo words\nmark stopping\n" + WAIT);
    List<Beat> beats = new ArrayList<>();

    StepFailed lost =
        catchThrowableOfType(
            StepFailed.class,
            () ->
                jobs.run(
                    node,
                    NAME,
                    script,
                    new Listener(
                        null,
                        beat -> {
                          beats.add(beat);
                          if (beat.doing().equals("stopping")
                              && beat.offset() > 0
                              && Files.exists(job(node))) {
                            remove(job(node));
                          }
                        })));
    assertThat(lost.reason()).isEqualTo(FailureReason.LOST);
    assertThat(lost)
        .hasMessageContaining("was removed while it ran, and its process")
        .hasMessageContaining("still runs")
        .hasMessageContaining("It had reached: stopping");
    assertThat(lost.marks()).extracting(Mark::name).containsExactly("stopping");

    Beat last = beats.get(beats.size() - 1);
    assertThatThrownBy(() -> jobs.run(node, NAME, script, new Listener(last, beat -> {})))
        .isInstanceOf(StepFailed.class)
        .hasMessageContaining("its directory " + job(node) + " is gone");
    Files.createFile(node.home().resolve("go"));
    assertThat(node.file("ran")).isEqualTo("once\n");
  }

  @ParameterizedTest
  @EnumSource
  void theNextAttemptGoesOnFromWhatWasHeardAndItsResultIsWhole(Shell shell) throws Exception {
    LocalShell node = node(shell);
    JobScript script =
        script(COUNT + "echo before\nmark stopping\n" + WAIT + "echo after\nmark listening\n");
    List<Beat> first = new ArrayList<>();
    Thread worker = Thread.currentThread();
    assertThatThrownBy(
            () ->
                jobs.run(
                    node,
                    NAME,
                    script,
                    new Listener(
                        null,
                        beat -> {
                          first.add(beat);
                          if (beat.doing().equals("stopping") && beat.offset() > 0) {
                            worker.interrupt();
                          }
                        })))
        .isInstanceOf(InterruptedException.class);
    Beat last = first.get(first.size() - 1);
    Files.createFile(node.home().resolve("go"));

    List<Beat> second = new ArrayList<>();
    AtomicInteger runs = new AtomicInteger();
    JobResult result =
        jobs.run(
            new Relay(node) {
              @Override
              public CommandResult run(Command command) throws SshFailure, InterruptedException {
                runs.incrementAndGet();
                return super.run(command);
              }

              @Override
              public CommandResult follow(Command command, Consumer<String> onLine)
                  throws SshFailure, InterruptedException {
                assertThat(command.arguments().get(1)).isEqualTo("" + last.offset());
                return super.follow(command, onLine);
              }
            },
            NAME,
            script,
            new Listener(last, second::add));

    assertThat(result.output()).isEqualTo("before\nafter\n");
    assertThat(result.marks()).extracting(Mark::name).containsExactly("stopping", "listening");
    assertThat(runs).hasValue(0);
    assertThat(second).isNotEmpty().allMatch(beat -> beat.offset() >= last.offset());
    assertThat(second.get(second.size() - 1).offset())
        .isEqualTo(Files.size(job(node).resolve("output")));
    assertThat(node.file("ran")).isEqualTo("once\n");
  }

  @ParameterizedTest
  @EnumSource
  void aWakeUpThatIsMissedIsMadeUpForByALook(Shell shell) throws Exception {
    LocalShell node = node(shell);
    JobScript script =
        script(
            "mkfifo \"${0%/*}/other\"; mv \"${0%/*}/other\" \"${0%/*}/alive\"\nmark ready\n"
                + WAIT
                + "exit 5\n");
    Thread worker = Thread.currentThread();
    assertThatThrownBy(
            () -> jobs.run(node, NAME, script, whenAt("ready", () -> worker.interrupt())))
        .isInstanceOf(InterruptedException.class);

    // Waits at a pipe that nobody will ever open.
    JobResult result = jobs.run(node, NAME, script, whenAt("ready", () -> go(node)));

    assertThat(result.exit()).isEqualTo(5);
  }

  @ParameterizedTest
  @EnumSource
  void whatTheJobLeavesRunningHoldsUpNobody(Shell shell) throws Exception {
    LocalShell node = node(shell);
    JobResult result =
        run(
            node,
            "ls -l /proc/self/fd 2>/dev/null | grep -c alive\nsleep 300 &\n(while :; do sleep 300; done) &\nexit 6\n");

    assertThat(result.exit()).isEqualTo(6);
    assertThat(result.output()).isEqualTo("0\n");
    assertThat(node.processes()).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aShellThatIsKilledAloneIsLostAndATermIsAStatus(Shell shell) throws Exception {
    LocalShell node = node(shell);
    assertThatThrownBy(() -> run(node, "mark stopping\nkill -KILL $$\nsleep 1\n"))
        .isInstanceOf(StepFailed.class)
        .hasMessageContaining("was killed");
    JobResult terminated =
        jobs.run(
            node,
            new JobName("orders", "run", "restart", "tablet-1", 2),
            script("kill -TERM $$\nsleep 1\nexit 0\n"),
            Pulse.SILENT);
    assertThat(terminated.exit()).isEqualTo(143);
  }

  @ParameterizedTest
  @EnumSource
  void aScriptThatTheShellGivesUpEndsWithAStatus(Shell shell) throws Exception {
    for (String body : List.of("if then\n", "set -u\necho $nothing\n", "set -e\nfalse\n")) {
      LocalShell node = node(shell, Integer.toString(nodes.size()));
      assertThat(run(node, body + "\nexit 0\n").exit()).isNotZero();
    }
  }

  @ParameterizedTest
  @EnumSource(names = "BUSYBOX")
  void aQuietJobIsHeardOfAgainAndAgain(Shell shell) throws Exception {
    LocalShell node = node(shell);
    AtomicInteger signs = new AtomicInteger();
    JobResult result =
        jobs.run(
            new Relay(node) {
              @Override
              public CommandResult follow(Command command, Consumer<String> onLine)
                  throws SshFailure, InterruptedException {
                return super.follow(
                    command,
                    line -> {
                      if (line.equals("::alive") && signs.incrementAndGet() == 2) {
                        go(node);
                      }
                      onLine.accept(line);
                    });
              }
            },
            NAME,
            script(WAIT + "exit 7\n"),
            Pulse.SILENT);
    assertThat(result.exit()).isEqualTo(7);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNoUtf8OrHasNoLineBreaksIsShownAsFarAsItCan(Shell shell) throws Exception {
    JobResult odd = run(node(shell, "odd"), "printf 'a\\377b\\n\\nü'\n");
    assertThat(odd.output()).isEqualTo("a\ufffdb\n\nü\n");

    JobResult endless =
        run(node(shell, "endless"), "head -c 9000 /dev/zero | tr '\\0' x; echo; echo end\n");
    assertThat(endless.output()).isEqualTo("x".repeat(2000) + "\n[…]\nend\n");
  }

  private LocalShell node(Shell shell) {
    return node(shell, "node");
  }

  private LocalShell node(Shell shell, String name) {
    LocalShell node = new LocalShell(directory.resolve(name), shell);
    nodes.add(node);
    return node;
  }

  private JobResult run(LocalShell node, String body) throws Exception {
    return jobs.run(node, NAME, script(body), Pulse.SILENT);
  }

  private static JobScript script(String body) {
    return new JobScript(body, List.of());
  }

  private static Path job(LocalShell node) {
    return node.home().resolve(".lockkeeper/jobs/orders/run/tablet-1.restart.1");
  }

  private static Pulse whenAt(String mark, Runnable action) {
    return new Listener(
        null,
        beat -> {
          if (beat.doing().equals(mark)) {
            action.run();
          }
        });
  }

  private static void go(LocalShell node) {
    try {
      if (Files.notExists(node.home().resolve("go"))) {
        Files.createFile(node.home().resolve("go"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path job) {
    try (Stream<Path> files = Files.walk(job)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Listener(@Nullable Beat earlier, Consumer<Beat> beats) implements Pulse {
    @Override
    public void say(String text) {}

    @Override
    public void beat(Beat beat) {
      beats.accept(beat);
    }
  }
}
