package dev.lockkeeper.activities.openmldb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.activities.step.StepFailed;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FoundServerTest {
  @Test
  void aServerIsAtItsEndpointOrWhereItListens() throws StepFailed {
    String output =
        "server\ttablet\t/opt/openmldb\t41\t10.0.0.11:10921\t\t10.0.0.5:2181\t/features\n"
            + "server\tnameserver\t/opt/ns\t42\t\t0B00000A:1A33\t10.0.0.5:2181\t/features\n"
            + "server\ttaskmanager\t/opt/tm\t43\t\t\t10.0.0.5:2181\t/features\n"
            + "end\tyes\n";
    assertThat(FoundServer.parse("10.0.0.11", said(output)))
        .containsExactly(
            new FoundServer(
                "tablet", "/opt/openmldb", "10.0.0.11:10921", "10.0.0.5:2181", "/features"),
            new FoundServer(
                "nameserver", "/opt/ns", "10.0.0.11:6707", "10.0.0.5:2181", "/features"),
            new FoundServer("taskmanager", "/opt/tm", "", "10.0.0.5:2181", "/features"));
  }

  @Test
  void anAnswerWithoutItsLastLineIsNone() {
    assertThatThrownBy(() -> FoundServer.parse("10.0.0.11", said("server\ttablet\t/opt\n")))
        .isInstanceOf(StepFailed.class)
        .hasMessageContaining("10.0.0.11 gave no complete answer");
  }

  private static CommandResult said(String output) {
    return new CommandResult(0, null, output, "", false, Duration.ofMillis(1));
  }
}
