package dev.lockkeeper.activities.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.activities.step.LocalShell;
import dev.lockkeeper.activities.step.Shell;
import dev.lockkeeper.workflows.model.HostFacts;
import dev.lockkeeper.workflows.model.HostFacts.Leftover;
import dev.lockkeeper.workflows.model.HostFacts.Leftover.Kind;
import dev.lockkeeper.workflows.model.HostFacts.PortUse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What real shells answer of this machine. */
@Timeout(60)
class HostLookTest {
  /** Above every process id that Linux gives. */
  private static final String NOBODY = "4999999";

  private static final HostLook LOOK = HostLook.around("place=$1\necho 'own\tyes'\n", "\"$place\"");

  private final List<LocalShell> nodes = new ArrayList<>();

  @TempDir private Path directory = Path.of("unset");

  @AfterEach
  void stop() {
    nodes.forEach(LocalShell::close);
  }

  @ParameterizedTest
  @EnumSource
  void aCleanHostSaysEverythingAndHasNothingAgainstIt(Shell shell) throws Exception {
    HostLook.Answer answer = LOOK.ask(node(shell), directory.toString());

    assertThat(answer.result().output()).contains("own\tyes\n");
    HostFacts facts = answer.host().facts();
    assertThat(facts.unread()).isEmpty();
    assertThat(facts.missing()).isEmpty();
    assertThat(facts.leftovers()).isEmpty();
    assertThat(facts.tools()).containsKey("tar");
    assertThat(facts.rooms())
        .extracting(HostFacts.Room::place)
        .containsExactly("the release's file system", "the login directory");
    HostFacts.ClockReading clock = Objects.requireNonNull(facts.clock());
    assertThat(Math.abs(clock.offsetMillis())).isLessThanOrEqualTo(clock.uncertaintyMillis() + 1);
  }

  @ParameterizedTest
  @EnumSource
  void aClockThatIsAheadIsSeenAsFarAsItIs(Shell shell) throws Exception {
    LocalShell node =
        node(shell).standIn("date", "PATH=$real; echo $(($(date +%s) + 100))${1#+%s}");

    HostFacts.ClockReading clock =
        Objects.requireNonNull(LOOK.ask(node, directory.toString()).host().facts().clock());

    assertThat(clock.offsetMillis())
        .isBetween(
            100_000 - clock.uncertaintyMillis() - 1, 100_000 + clock.uncertaintyMillis() + 1);
  }

  @ParameterizedTest
  @EnumSource
  void whatEarlierRunsLeftIsNamed(Shell shell) throws Exception {
    LocalShell node = node(shell);
    job(node, "orders/run-1/tablet-1.restart.1", NOBODY + " 1 elsewhere 0 0");
    job(node, "orders/run-2/tablet-1.restart.1", ownerOfThisProcess());
    job(node, "orders/run-3/tablet-1.restart.1", ownerOfThisProcess());
    write(node, ".lockkeeper/jobs/orders/run-3/tablet-1.restart.1/exit", "0\n");
    write(node, ".lockkeeper/releases/5f0c/fluss 0.9.tgz.part", "half");
    write(node, ".lockkeeper/releases/5f0c/whole.tgz", "whole");
    write(node, ".lockkeeper/fences/billing", "{}");
    long me = ProcessHandle.current().pid();
    Files.createDirectories(directory.resolve(".lockkeeper-unpacking-fluss-0.9." + NOBODY));
    Files.createDirectories(directory.resolve(".lockkeeper-unpacking-fluss-0.9." + me));

    HostFacts facts = LOOK.ask(node, directory.toString()).host().facts();

    String half = directory + "/.lockkeeper-unpacking-fluss-0.9.";
    assertThat(facts.unread()).isEmpty();
    assertThat(facts.leftovers())
        .containsExactlyInAnyOrder(
            new Leftover(Kind.JOB, "orders/run-1/tablet-1.restart.1", null),
            new Leftover(Kind.JOB, "orders/run-2/tablet-1.restart.1", Long.toString(me)),
            new Leftover(Kind.UPLOAD, "releases/5f0c/fluss?0.9.tgz.part", null),
            new Leftover(Kind.UNPACKING, half + NOBODY, null),
            new Leftover(Kind.UNPACKING, half + me, Long.toString(me)),
            new Leftover(Kind.FENCE, "billing", null));
  }

  @ParameterizedTest
  @EnumSource
  void aPortIsHeldByTheServerOrByAnotherOrByNobody(Shell shell) throws Exception {
    String me = Long.toString(ProcessHandle.current().pid());
    try (ServerSocket held = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = held.getLocalPort();
      HostSight sight = LOOK.ask(node(shell), directory.toString()).host();

      assertThat(sight.facts(me, List.of(port)).ports())
          .containsExactly(new PortUse(port, true, List.of()));
      assertThat(sight.facts(NOBODY, List.of(port)).ports())
          .containsExactly(new PortUse(port, false, List.of("process " + me + " (java)")));
      assertThat(sight.facts(me, List.of(1)).ports())
          .containsExactly(new PortUse(1, false, List.of()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void fileSystemsThatRunOutOfInodesAndThoseWithoutThemAreTold(Shell shell) throws Exception {
    LocalShell node =
        node(shell)
            .standIn(
                "df",
                "case $1$2 in -Pk*) echo x 9 8 1 89% / ;; */home) echo x 0 0 0 - / ;; *) echo x 100 93 7 93% / ;; esac");

    assertThat(LOOK.ask(node, directory.toString()).host().facts().rooms())
        .extracting(HostFacts.Room::freeInodes)
        .containsExactly(7L, -1L);
  }

  @Test
  void aHostWithoutToolsSaysWhichPartsCannotBeRead() throws Exception {
    LocalShell node = node(Shell.DASH).with("PATH", "/nowhere");

    HostFacts facts = LOOK.ask(node, directory.toString()).host().facts();

    assertThat(facts.missing()).contains("df", "mkfifo", "mv");
    assertThat(facts.unread())
        .contains(
            "clock",
            "the free space or inodes of the release's file system",
            "the free space or inodes of the login directory");
  }

  private LocalShell node(Shell shell) {
    LocalShell node = new LocalShell(directory, shell);
    nodes.add(node);
    return node;
  }

  private static String ownerOfThisProcess() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String start = stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19];
    String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    return ProcessHandle.current().pid() + " " + start + " " + boot + " 0 0";
  }

  private static void job(LocalShell node, String name, String owner) throws IOException {
    write(node, ".lockkeeper/jobs/" + name + "/owner", owner + "\n");
  }

  private static void write(LocalShell node, String name, String text) throws IOException {
    Path file = node.home().resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
