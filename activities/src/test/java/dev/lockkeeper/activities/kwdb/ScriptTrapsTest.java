package dev.lockkeeper.activities.kwdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.activities.step.ScriptResource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no script may ever do on a node. */
class ScriptTrapsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "backup.sh",
        "common.sh",
        "docker.sh",
        "inspect.sh",
        "kwbase.sh",
        "process.sh",
        "server.sh",
        "source.sh",
        "status.sh"
      })
  void noneUpgradesOtherNodesOrAsksForATerminalOrKills(String name) {
    String script = ScriptResource.read(KwdbScripts.class, name);

    // upgrade --all says completed although its nodes were not reached (3.0.0 to 3.2.1).
    assertThat(script).doesNotContain("--all").doesNotContainPattern("upgrade -a");
    // Over SSH there is no terminal, and docker exec -t fails.
    assertThat(script).doesNotContainPattern("docker exec -(it|ti|t)\\b");
    assertThat(script).doesNotContainPattern("docker (rmi|volume rm|system prune)\\b");
    assertThat(script).doesNotContainPattern("kill -(9|KILL)").doesNotContain("--bypass-version");
  }
}
