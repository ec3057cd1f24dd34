package dev.lockkeeper.workflows.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lockkeeper.workflows.HostSamples;
import dev.lockkeeper.workflows.model.HostCheck;
import dev.lockkeeper.workflows.model.HostFacts;
import dev.lockkeeper.workflows.model.HostFacts.Leftover;
import dev.lockkeeper.workflows.model.HostFacts.Leftover.Kind;
import dev.lockkeeper.workflows.model.HostFacts.PortUse;
import dev.lockkeeper.workflows.model.Problem;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a host's facts mean. */
class HostProblemsTest {
  @ParameterizedTest
  @MethodSource
  void aProblemNamesItsCheckAndTheWayOut(HostFacts facts, @Nullable String check, String text) {
    HostProblems found = HostProblems.of("orders", "tablet-1", facts);

    assertThat(found.problems()).singleElement().isEqualTo(new Problem(text, check));
    assertThat(found.notes()).isEmpty();
  }

  static Stream<Arguments> aProblemNamesItsCheckAndTheWayOut() {
    return Stream.of(
        arguments(
            HostSamples.clock(-7_200, 100),
            HostCheck.CLOCK,
            "clock: tablet-1: its clock is 7.2 s behind the worker's (± 0.1 s); set the clock of"
                + " the one that is wrong (NTP)"),
        arguments(
            HostSamples.clock(4_000, 1_001),
            HostCheck.CLOCK,
            "clock: tablet-1: its clock is 4.0 s ahead of the worker's (± 1.0 s); too slow a link"
                + " or host to tell whether it is right: start again"),
        arguments(
            HostSamples.inodes(4_999),
            HostCheck.INODES,
            "inodes: tablet-1: the login directory takes only 4999 more files, fewer than 5000;"
                + " remove some (df -i counts them)"),
        arguments(
            HostSamples.port(new PortUse(9124, false, List.of("process 77 (nc)"))),
            HostCheck.PORTS,
            "ports: tablet-1: port 9124 of the server's configuration is held by process 77 (nc)"
                + " and not by the server; stop what holds it, or correct the configuration"),
        arguments(
            HostSamples.port(new PortUse(9124, false, List.of())),
            HostCheck.PORTS,
            "ports: tablet-1: nobody listens on port 9124, which the server's configuration names;"
                + " was the file changed since its start?"),
        arguments(
            HostSamples.left(new Leftover(Kind.JOB, "orders/run-1/tablet-1.restart.1", "88")),
            HostCheck.LEFTOVERS,
            "leftovers: tablet-1: the job orders/run-1/tablet-1.restart.1 still runs as process 88;"
                + " wait until it has ended"),
        arguments(
            HostSamples.left(new Leftover(Kind.UNPACKING, "/opt/.lockkeeper-unpacking-x.88", "88")),
            HostCheck.LEFTOVERS,
            "leftovers: tablet-1: process 88 seems to unpack a release into"
                + " /opt/.lockkeeper-unpacking-x.88; wait until it has ended, or remove the"
                + " directory if it is another process"),
        arguments(
            HostSamples.poor(List.of("mkfifo", "df")),
            null,
            "tablet-1: the node lacks mkfifo, df, which the jobs need; install it"),
        arguments(
            HostSamples.poor(List.of(), "clock"),
            HostCheck.LOOK,
            "host-look: tablet-1: the look at clock gave no readable answer; run the login user's"
                + " shell there and see what df -Pi, date +%s, cat /proc/net/tcp and ls"
                + " ~/.lockkeeper say"));
  }

  @ParameterizedTest
  @MethodSource
  void whatDoesNotStandInTheWayIsTold(HostFacts facts, String note) {
    HostProblems found = HostProblems.of("orders", "tablet-1", facts);

    assertThat(found.problems()).isEmpty();
    assertThat(found.notes()).singleElement().asString().startsWith("tablet-1: ").contains(note);
  }

  static Stream<Arguments> whatDoesNotStandInTheWayIsTold() {
    return Stream.of(
        arguments(HostSamples.clock(1_200, 100), "its clock is 1.2 s ahead of the worker's"),
        arguments(
            HostSamples.left(new Leftover(Kind.JOB, "orders/run-1/tablet-1.restart.1", null)),
            "never ended by itself"),
        arguments(
            HostSamples.left(new Leftover(Kind.JOB, "orders-2/run-1/tablet-1.restart.1", "88")),
            "of another cluster runs as process 88"),
        arguments(
            HostSamples.left(new Leftover(Kind.UPLOAD, "releases/5f0c/fluss.tgz.part", null)),
            "not sent to its end"),
        arguments(
            HostSamples.left(new Leftover(Kind.UNPACKING, "/opt/.lockkeeper-unpacking-x.1", null)),
            "not unpacked to its end; remove it"),
        arguments(
            HostSamples.left(new Leftover(Kind.FENCE, "billing", null)),
            "also fenced for the cluster billing"));
  }

  @ParameterizedTest
  @MethodSource
  void whatIsRightIsNotTold(@Nullable HostFacts facts) {
    HostProblems found = HostProblems.of("orders", "tablet-1", facts);

    assertThat(found.problems()).isEmpty();
    assertThat(found.notes()).isEmpty();
  }

  static Stream<@Nullable HostFacts> whatIsRightIsNotTold() {
    return Stream.of(
        // Inspected by a release that did not look.
        null,
        HostSamples.good(),
        HostSamples.clock(999, 0),
        // It may be right: the noise of a slow link is not worth a line.
        HostSamples.clock(1_500, 600),
        HostSamples.inodes(5_000),
        HostSamples.inodes(-1),
        HostSamples.left(new Leftover(Kind.FENCE, "orders", null)));
  }

  @Test
  void anArchiveAndItsContentNeedRoomTogether() {
    HostFacts facts = HostSamples.freeKib(99);

    assertThat(HostProblems.ofLoginRoom("node-1", facts, 98 << 10)).isEmpty();
    assertThat(HostProblems.ofLoginRoom("node-1", null, 99 << 10)).isEmpty();
    assertThat(HostProblems.ofLoginRoom("node-1", facts, 99 << 10))
        .containsExactly(
            new Problem(
                "disk: node-1: no disk space: the login directory has 0 MiB free, the release needs"
                    + " up to 1 MiB: the archive and what is in it; make room, or waive it if they"
                    + " are there from an earlier run",
                HostCheck.DISK));
  }

  @Test
  void everythingWrongOnAHostIsSaidAtOnce() {
    HostFacts facts =
        new HostFacts(
            new HostFacts.ClockReading(60_000, 50),
            Map.of(),
            List.of("mkfifo"),
            List.of(new HostFacts.Room(HostFacts.Room.LOGIN, 1 << 20, 1)),
            List.of(new PortUse(9124, false, List.of())),
            List.of(new Leftover(Kind.JOB, "orders/run-1/tablet-1.restart.1", "88")),
            List.of("everything behind line 40"));

    assertThat(HostProblems.of("orders", "tablet-1", facts).problems())
        .extracting(Problem::check)
        .containsExactly(
            HostCheck.LOOK,
            null,
            HostCheck.CLOCK,
            HostCheck.INODES,
            HostCheck.PORTS,
            HostCheck.LEFTOVERS);
  }
}
