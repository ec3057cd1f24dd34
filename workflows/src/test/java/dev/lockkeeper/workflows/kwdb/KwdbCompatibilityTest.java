package dev.lockkeeper.workflows.kwdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.workflows.kwdb.UpgradePath.AlreadyThere;
import dev.lockkeeper.workflows.kwdb.UpgradePath.How;
import dev.lockkeeper.workflows.kwdb.UpgradePath.ImportExportOnly;
import dev.lockkeeper.workflows.kwdb.UpgradePath.InPlace;
import dev.lockkeeper.workflows.kwdb.UpgradePath.Installer;
import dev.lockkeeper.workflows.kwdb.UpgradePath.Refused;
import dev.lockkeeper.workflows.model.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KwdbCompatibilityTest {

  @ParameterizedTest
  @CsvSource({
    "2.0.4, 2.1.0, DEPLOY_SCRIPT", "2.1.0, 2.2.0, DEPLOY_SCRIPT", "2.2.1, 2.2.2, DEPLOY_SCRIPT",
    "3.0.0, 3.1.0, DEPLOY_SCRIPT", "3.0.0, 3.2.0, RUN_FILE", "3.1.0, 3.2.1, RUN_FILE"
  })
  void documentedMovesAreAllowed(String from, String to, Installer installer) {
    assertThat(judge(from, to, Topology.STANDALONE))
        .isInstanceOfSatisfying(
            InPlace.class,
            path -> {
              assertThat(path.installer()).isEqualTo(installer);
              assertThat(path.how()).isEqualTo(How.STANDALONE_OFFLINE);
            });
  }

  @ParameterizedTest
  @CsvSource({"2.2.2, 3.0.0", "2.2.2, 3.1.0", "2.0.4, 3.2.1", "2.0.4, 2.2.0", "3.0.1, 3.1.0"})
  void whatTheScriptTakesAndTheDocumentationForbidsIsNotInPlace(String from, String to) {
    assertThat(judge(from, to, Topology.MULTI_REPLICA)).isInstanceOf(ImportExportOnly.class);
  }

  @Test
  void anUnknownTargetIsNotGuessedAt() {
    assertThat(judge("3.1.0", "4.0.0", Topology.MULTI_REPLICA))
        .isInstanceOf(ImportExportOnly.class);
    assertThat(judge("3.0.0", "3.1.0-beta1", Topology.MULTI_REPLICA))
        .isInstanceOf(ImportExportOnly.class);
  }

  @Test
  void thereIsNoWayBack() {
    assertThat(judge("3.1.0", "3.0.0", Topology.MULTI_REPLICA)).isInstanceOf(Refused.class);
    assertThat(judge("3.1.0", "3.1.0", Topology.MULTI_REPLICA)).isEqualTo(new AlreadyThere());
  }

  @ParameterizedTest
  @CsvSource({
    "STANDALONE, STANDALONE_OFFLINE",
    "SINGLE_REPLICA, ALL_NODES_OFFLINE",
    "MULTI_REPLICA, NODE_BY_NODE"
  })
  void theTopologyDecidesTheOrder(Topology topology, How how) {
    assertThat(judge("3.0.0", "3.1.0", topology))
        .isInstanceOfSatisfying(InPlace.class, path -> assertThat(path.how()).isEqualTo(how));
  }

  @Test
  void theSettingBeforeRunFileUpgradesOfReplicatedClustersIsNamed() {
    assertThat(judge("3.1.0", "3.2.0", Topology.MULTI_REPLICA))
        .isInstanceOfSatisfying(
            InPlace.class,
            path -> assertThat(path.notes()).anyMatch(note -> note.contains("sync_period")));
  }

  private static UpgradePath judge(String from, String to, Topology topology) {
    return KwdbCompatibility.judge(Version.of(from), Version.of(to), topology);
  }
}
