package dev.lockkeeper.activities.databend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.activities.step.StepFailed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoundDaemonTest {
  @Test
  void eachDaemonIsKnownByWhereTheOthersReachIt() throws Exception {
    List<FoundDaemon> found =
        FoundDaemon.parse(
            "10.0.0.11",
            said(
                line("query", "[query]\nflight_api_address = \"10.0.0.11:9090\"\n")
                    + line(
                        "meta",
                        "[raft_config]\nraft_advertise_host = \"10.0.0.11\"\nraft_api_port = 28005\n")
                    + "end\tyes\n"));
    assertThat(found.get(0).peer()).isEqualTo(new NodeAddress("10.0.0.11", 9090));
    assertThat(found.get(1).peer()).isEqualTo(new NodeAddress("10.0.0.11", 28005));
    assertThat(found).extracting(FoundDaemon::home).containsOnly("/opt/databend");
  }

  @Test
  void anAnswerWithoutItsLastLineIsNone() {
    assertThatThrownBy(() -> FoundDaemon.parse("10.0.0.11", said(line("query", ""))))
        .isInstanceOf(StepFailed.class)
        .hasMessageContaining("10.0.0.11 gave no complete answer");
  }

  @Test
  void theMembersAreWhatTheAdminApiLists() throws Exception {
    assertThat(
            DatabendDiscovery.members(
                "[{\"name\":\"1\",\"endpoint\":{\"addr\":\"10.0.0.21\",\"port\":28004},"
                    + "\"grpc_api_advertise_address\":\"10.0.0.21:9191\"}]"))
        .containsExactly(new NodeAddress("10.0.0.21", 28004));
    for (String text : new String[] {"[]", "<html>", "[{\"name\":\"1\"}]"}) {
      assertThatThrownBy(() -> DatabendDiscovery.members(text)).isInstanceOf(Unreadable.class);
    }
  }

  private static String line(String role, String toml) {
    String text = Base64.getEncoder().encodeToString(toml.getBytes(StandardCharsets.UTF_8));
    return "daemon\tdatabend-" + role + "\t/opt/databend\t/etc/databend.toml\t" + text + "\n";
  }

  private static CommandResult said(String output) {
    return new CommandResult(0, null, output, "", false, Duration.ofMillis(1));
  }
}
