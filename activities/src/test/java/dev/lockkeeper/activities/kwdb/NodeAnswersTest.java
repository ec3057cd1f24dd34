package dev.lockkeeper.activities.kwdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.activities.ssh.CommandResult;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.kwdb.Topology;
import dev.lockkeeper.workflows.model.Version;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeAnswersTest {
  private static final String MODE =
      """
      bare
      multi-replication
      /usr/local/kaiwudb
      /var/lib/kaiwudb
      26257
      8080
      kaiwudb
      tls

      10.0.0.1
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "KaiwuDB Version:  3.1.0\nBuild Time:       2026/01/01 00:00:00\nGo Version:  go1.21\n",
        "KWDB Version: V3.1.0\n"
      })
  void theVersionIsReadUnderBothNames(String output) throws StepFailed {
    assertThat(KwbaseVersion.read(output)).isEqualTo(Version.of("3.1.0"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sh: kwbase: not found\n", "KaiwuDB Version: unknown\n"})
  void aVersionThatIsNotThereIsRefused(String output) {
    assertThatThrownBy(() -> KwbaseVersion.read(output)).isInstanceOf(StepFailed.class);
  }

  @Test
  void theInstallationIsReadFromItsFiles() throws StepFailed {
    Installation node =
        Installation.read(MODE, "10.0.0.2 10.0.0.3\n22\nroot\n", "V3.0.0\nhotfix1\n");

    assertThat(node.kind()).isEqualTo(Installation.Kind.BARE);
    assertThat(node.topology()).isEqualTo(Topology.MULTI_REPLICA);
    assertThat(node.dataRoot()).isEqualTo("/var/lib/kaiwudb");
    assertThat(node.port()).isEqualTo(26257);
    assertThat(node.user()).isEqualTo("kaiwudb");
    assertThat(node.secure()).isTrue();
    assertThat(node.address()).isEqualTo("10.0.0.1");
    assertThat(node.peers()).containsExactly("10.0.0.2", "10.0.0.3");
    assertThat(node.version()).contains(Version.of("3.0.0"));
    assertThat(node.extension()).isEqualTo("hotfix1");
  }

  @Test
  void anOldInstallationHasNoVersionAndAStandaloneNodeNoPeers() throws StepFailed {
    Installation node = Installation.read(MODE.replace("multi-replication", "single"), "", "");

    assertThat(node.version()).isEmpty();
    assertThat(node.peers()).isEmpty();
    assertThat(node.topology()).isEqualTo(Topology.STANDALONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bare=wooden", "multi-replication=double", "26257=port", "tls=ssl"})
  void anUnknownWordInModeIsRefused(String change) {
    String[] words = change.split("=");

    assertThatThrownBy(() -> Installation.read(MODE.replace(words[0], words[1]), "", ""))
        .isInstanceOf(StepFailed.class)
        .hasMessageContaining("/etc/kaiwudb/info/MODE cannot be read");
  }

  @Test
  void aDrainIsBelievedOnlyWithStatusAndWords() {
    String progress = "node is draining... remaining: 12\nnode is draining... remaining: 0";

    assertThat(DrainOutcome.read(0, "ok\n", progress + " (complete)\n"))
        .isEqualTo(new DrainOutcome.Drained());
    assertThat(
            DrainOutcome.read(1, "", "node is draining... remaining: 12\nERROR: drain timeout\n"))
        .isEqualTo(new DrainOutcome.TimedOut(12));
    assertThat(DrainOutcome.read(0, "ok\n", progress + "\n"))
        .isInstanceOf(DrainOutcome.Failed.class);
    assertThat(DrainOutcome.read(0, "", progress + " (complete)\n"))
        .isInstanceOf(DrainOutcome.Failed.class);
    assertThat(DrainOutcome.read(1, "", "ERROR: cannot dial server.\n"))
        .isEqualTo(new DrainOutcome.Failed("ERROR: cannot dial server. (exit status 1)"));
  }

  @Test
  void aProbeIsReadWhole() throws StepFailed {
    KwdbProbe probe =
        KwdbProbe.read(
            "node-1",
            result(
                "mode\t"
                    + base64(MODE)
                    + "\nversion\t"
                    + base64("3.0.0\n")
                    + "\nprograms\t"
                    + base64("KaiwuDB Version: 3.0.0\n")
                    + "\nmainPid\t17\nsudo\tasks\nfreeData\t100\nend\tyes\n"));

    assertThat(probe.installation().flatMap(Installation::version)).contains(Version.of("3.0.0"));
    assertThat(probe.programs()).contains(Version.of("3.0.0"));
    assertThat(probe.running()).isTrue();
    assertThat(probe.sudo()).isEqualTo(KwdbProbe.Sudo.ASKS_FOR_PASSWORD);
    assertThat(probe.kwStatus()).isEqualTo(Optional.empty());
    assertThat(probe.freeKib()).isEqualTo(100);
    assertThat(probe.usedKib()).isEqualTo(-1);
  }

  @Test
  void aProbeThatWasCutOffIsNoAnswer() {
    assertThatThrownBy(() -> KwdbProbe.read("node-1", result("mainPid\t17\n")))
        .isInstanceOf(StepFailed.class)
        .hasMessageContaining("node-1");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static CommandResult result(String output) {
    return new CommandResult(0, null, output, "", false, Duration.ZERO);
  }
}
