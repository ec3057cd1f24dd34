package dev.lockkeeper.activities.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.activities.step.LocalShell;
import dev.lockkeeper.activities.step.Shell;
import dev.lockkeeper.workflows.model.FenceClaim;
import dev.lockkeeper.workflows.model.Mark;
import dev.lockkeeper.workflows.recover.JobState;
import dev.lockkeeper.workflows.recover.JobTrace;
import dev.lockkeeper.workflows.recover.NodeTrace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class TraceScriptTest {
  private static final Instant STARTED = Instant.ofEpochMilli(1_767_323_045_000L);

  private final List<LocalShell> nodes = new ArrayList<>();

  @TempDir private Path directory = Path.of("unset");

  @AfterEach
  void stop() {
    nodes.forEach(LocalShell::close);
  }

  @ParameterizedTest
  @EnumSource
  void aNodeThatNobodyUpgradedHasNoTracesAndGetsNone(Shell shell) throws Exception {
    LocalShell node = node(shell);

    assertThat(look(node)).isEqualTo(new NodeTrace("tablet-1", null, List.of(), null));
    assertThat(node.home()).isEmptyDirectory();
  }

  @ParameterizedTest
  @EnumSource
  void theFenceAndEachJobAreToldAndNothingIsChanged(Shell shell) throws Exception {
    LocalShell node = node(shell);
    new FenceScripts("orders").take(node, "tablet-1", FenceFile.write(claim()));
    Path ended = job(node, "orders/run-1/tablet-1.stage.1", Owner.GONE);
    Files.writeString(ended.resolve("exit"), String.format("%-4095s%n", "0"));
    Files.setLastModifiedTime(ended.resolve("exit"), FileTime.from(STARTED.plusSeconds(9)));
    Path failed = job(node, "orders/run-1/tablet-1.restart.1", Owner.GONE);
    Files.writeString(failed.resolve("exit"), "17\n");
    Path lives = job(node, "orders/run-1/tablet-1.restart.2", Owner.LIVES);
    Files.writeString(lives.resolve("marks"), "stopping 7.00\nstopped 9.50\n");
    job(node, "orders/run-1/tablet-2.stop.1", Owner.GONE);
    job(node, "orders/run-1/tablet-2.start.1", Owner.BEFORE_A_REBOOT);
    Files.createDirectories(jobs(node).resolve("orders/run-1/tablet-2.start.2"));
    job(node, "payments/run-7/tablet-1.restart.1", Owner.LIVES);
    Files.createDirectories(jobs(node).resolve("orders/run-1/notes"));
    Files.createFile(jobs(node).resolve("orders/README"));
    List<String> before = files(node);

    NodeTrace trace = look(node);

    assertThat(trace.problem()).isNull();
    assertThat(trace.holder()).isEqualTo(claim());
    assertThat(trace.jobs())
        .extracting(job -> job.node() + "." + job.step() + "." + job.attempt())
        .containsExactlyInAnyOrder(
            "tablet-1.stage.1",
            "tablet-1.restart.1",
            "tablet-1.restart.2",
            "tablet-2.stop.1",
            "tablet-2.start.1",
            "tablet-2.start.2");
    assertThat(find(trace, "stage", 1))
        .isEqualTo(
            new JobTrace(
                "run-1",
                "tablet-1",
                "stage",
                1,
                JobState.ENDED,
                0,
                null,
                STARTED,
                STARTED.plusSeconds(9),
                List.of(),
                "~/.lockkeeper/jobs/orders/run-1/tablet-1.stage.1/output"));
    assertThat(find(trace, "restart", 1).exit()).isEqualTo(17);
    assertThat(find(trace, "restart", 2).state()).isEqualTo(JobState.RUNNING);
    assertThat(find(trace, "restart", 2).marks())
        .containsExactly(
            new Mark("stopping", STARTED.plusSeconds(2)),
            new Mark("stopped", STARTED.plusMillis(4500)));
    assertThat(find(trace, "stop", 1).state()).isEqualTo(JobState.LOST);
    assertThat(find(trace, "stop", 1).lost())
        .isEqualTo("its process " + ProcessHandle.current().pid() + " is gone");
    assertThat(find(trace, "start", 1).lost()).isEqualTo("the host was rebooted while it ran");
    assertThat(find(trace, "start", 2).state()).isEqualTo(JobState.PREPARED);
    assertThat(files(node)).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void ofManyMarksThoseAreToldThatSayWhetherItServes(Shell shell) throws Exception {
    LocalShell node = node(shell);
    Path job = job(node, "orders/run-1/tablet-1.restart.1", Owner.GONE);
    Files.writeString(
        job.resolve("marks"), "stopping 6.00\nlistening 7.00\nstopping 8.00\na 9.00\nb 10.00\n");

    assertThat(look(node).jobs().get(0).marks())
        .extracting(Mark::name)
        .containsExactly("stopping", "b");
  }

  @ParameterizedTest
  @EnumSource
  void whatCannotBeReadIsAProblemAndNoCleanNode(Shell shell) throws Exception {
    LocalShell unreadable = node(shell);
    Files.createDirectories(unreadable.home().resolve(".lockkeeper/fences"));
    Files.writeString(unreadable.home().resolve(".lockkeeper/fences/orders"), "|::end\n");
    assertThat(look(unreadable).problem()).contains("somebody unknown holds the node");

    LocalShell owner = node(shell);
    Path broken = job(owner, "orders/run-1/tablet-1.restart.1", Owner.GONE);
    Files.writeString(broken.resolve("owner"), "");
    assertThat(look(owner).jobs().get(0).state()).isEqualTo(JobState.LOST);

    LocalShell status = node(shell);
    Path odd = job(status, "orders/run-1/tablet-1.restart.1", Owner.GONE);
    Files.writeString(odd.resolve("exit"), "");
    assertThat(look(status).jobs().get(0).lost()).isEqualTo("its exit status cannot be read");

    LocalShell full = node(shell);
    for (int i = 1; i <= NodeTracesActivities.MOST_JOBS + 1; i++) {
      Files.createDirectories(jobs(full).resolve("orders/run-1/tablet-1.check." + i));
    }
    assertThat(look(full).jobs()).hasSize(NodeTracesActivities.MOST_JOBS);
    assertThat(look(full).problem()).contains("not all were looked at");
  }

  @Test
  void anAnswerThatBreaksOffIsAProblem() {
    String part = "::job run-1/tablet-1.restart.1\n::owner 1 2.0\n::exit 0 3\n";

    assertThat(TraceReply.of("tablet-1", "orders", answer(part, false)).problem())
        .contains("looking at the traces ended with exit status 0");
    assertThat(TraceReply.of("tablet-1", "orders", answer(part + "::end\n", true)).problem())
        .isNotNull();
    assertThat(TraceReply.of("tablet-1", "orders", answer(part + "::end\n", false)).problem())
        .isNull();
  }

  private static CommandResult answer(String output, boolean truncated) {
    return new CommandResult(0, null, output, "", truncated, Duration.ZERO);
  }

  private static JobTrace find(NodeTrace trace, String step, int attempt) {
    return trace.jobs().stream()
        .filter(job -> job.step().equals(step) && job.attempt() == attempt)
        .findFirst()
        .orElseThrow();
  }

  private static NodeTrace look(LocalShell node) throws Exception {
    return NodeTracesActivities.look(node, "tablet-1", "orders");
  }

  private static FenceClaim claim() {
    return new FenceClaim("orders", "upgrade-orders", "run-1", "default", STARTED);
  }

  private LocalShell node(Shell shell) {
    LocalShell node = new LocalShell(directory.resolve("node-" + nodes.size()), shell);
    nodes.add(node);
    return node;
  }

  private static Path jobs(LocalShell node) {
    return node.home().resolve(".lockkeeper/jobs");
  }

  private static List<String> files(LocalShell node) throws IOException {
    try (Stream<Path> files = Files.walk(node.home())) {
      List<String> lines = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        lines.add(file + " " + Files.getLastModifiedTime(file));
      }
      return lines;
    }
  }

  private enum Owner {
    LIVES,
    GONE,
    BEFORE_A_REBOOT
  }

  private static Path job(LocalShell node, String name, Owner owner) throws IOException {
    Path job = Files.createDirectories(jobs(node).resolve(name));
    long pid = ProcessHandle.current().pid();
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String start = stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19];
    String boot =
        owner == Owner.BEFORE_A_REBOOT
            ? "another"
            : Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    Files.writeString(
        job.resolve("owner"),
        pid
            + " "
            + (owner == Owner.GONE ? "1" : start)
            + " "
            + boot
            + " "
            + STARTED.toEpochMilli()
            + " 5.00\n");
    Files.writeString(job.resolve("marks"), "");
    return job;
  }
}
