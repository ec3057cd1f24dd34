package dev.lockkeeper.activities.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.workflows.model.HostFacts.ClockReading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of a host's answer. */
class HostSightTest {
  private static final Instant SENT = Instant.ofEpochMilli(1_795_271_033_000L);

  @ParameterizedTest
  @CsvSource({
    // The round trip takes 200 ms, the node's own part of it 100 ms.
    "1795271033050 ms, 1795271033150 ms, 0, 50",
    "1795271040050 ms, 1795271040150 ms, 7000, 50",
    "1795271026050 ms, 1795271026150 ms, -7000, 50",
    // Whole seconds may be up to one more.
    "1795271033 s, 1795271033 s, 400, 600",
  })
  void aClockIsComparedWithinTheRoundTrip(String first, String second, long offset, long unsure) {
    HostSight sight = read("host.clock\t" + first + "\t" + second + "\nhost.end\tyes\n");

    assertThat(sight.facts().unread()).isEmpty();
    assertThat(sight.facts().clock()).isEqualTo(new ClockReading(offset, unsure));
  }

  @Test
  void timesThatAreNoneAreNotRead() {
    HostSight sight = read("host.clock\t s\tnever\nhost.end\tyes\n");

    assertThat(sight.facts().clock()).isNull();
    assertThat(sight.facts().unread()).containsExactly("clock");
  }

  @Test
  void anAnswerThatStopsHalfWaySaysSo() {
    assertThat(read("own\tyes\nhost.tool\ttar\ttar 1.35\n").facts().unread())
        .containsExactly("clock", "everything behind line 2");
  }

  @Test
  void aHolderThatThisUserMayNotSeeIsNotTakenForTheServer() {
    HostSight sight = read("host.listens\t238B\t\nhost.end\tyes\n");

    assertThat(sight.facts("41", List.of(9099)).ports())
        .singleElement()
        .satisfies(
            use -> {
              assertThat(use.own()).isFalse();
              assertThat(use.others()).containsExactly("a process of another user");
            });
  }

  @Test
  void portsAreNotJudgedWhereNobodyCouldLook() {
    HostSight sight = read("host.unread\tports\nhost.end\tyes\n");

    assertThat(sight.facts("41", List.of(9099)).ports()).isEmpty();
    assertThat(sight.facts().unread()).contains("ports");
  }

  private static HostSight read(String output) {
    CommandResult result = new CommandResult(0, null, output, "", false, Duration.ofMillis(200));
    return HostSight.read(result, SENT, SENT.plusMillis(200));
  }
}
