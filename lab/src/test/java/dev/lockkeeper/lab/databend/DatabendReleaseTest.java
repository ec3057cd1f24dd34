package dev.lockkeeper.lab.databend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.lab.host.LocalCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabendReleaseTest {
  @TempDir private Path directory;

  @Test
  void theArchiveHasTheVendorsNameAndLayoutAndItsChecksum() {
    DatabendRelease release = DatabendRelease.assemble("1.2.930-nightly", directory);

    assertThat(release.archive())
        .hasFileName("databend-v1.2.930-nightly-x86_64-unknown-linux-gnu.tar.gz");
    assertThat(LocalCommand.run("tar", "-tzf", release.archive().toString()).orThrow().output())
        .contains(
            "bin/databend-meta\n",
            "bin/databend-metactl\n",
            "bin/databend-query\n",
            "configs/databend-meta.toml\n",
            "configs/databend-query.toml\n");
    assertThat(LocalCommand.run("sha256sum", release.archive().toString()).orThrow().output())
        .startsWith(release.sha256() + " ");
  }

  @Test
  void theSameReleaseHasTheSameChecksumElsewhere() {
    assertThat(DatabendRelease.assemble("1.2.680", directory.resolve("one")).sha256())
        .isEqualTo(DatabendRelease.assemble("1.2.680", directory.resolve("other")).sha256());
  }

  /** New packages move the ports of a replaced configuration without a word. */
  @Test
  void thePackagedPortsChangedWith760() throws Exception {
    DatabendRelease.assemble("1.2.697", directory);
    DatabendRelease.assemble("1.2.768", directory);

    assertThat(Files.readString(directory.resolve("tree-1.2.697/configs/databend-meta.toml")))
        .contains(":28101\"", "raft_api_port = 28103");
    assertThat(Files.readString(directory.resolve("tree-1.2.768/configs/databend-meta.toml")))
        .contains(":28002\"", "raft_api_port = 28004");
  }

  @Test
  void theTwinsOf725SayDifferentThings() {
    assertThat(new DatabendVersion("1.2.725").oldestMeta()).isEqualTo("1.2.677");
    assertThat(new DatabendVersion("1.2.725-nightly").oldestMeta()).isEqualTo("1.2.259");
  }

  @Test
  void releasesThatTheLabCannotPlayAreRefused() {
    assertThatThrownBy(() -> DatabendRelease.assemble("0.9.41", directory))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The lab has look-alikes of Databend 1.1 and 1.2 only, not of 0.9.41.");
  }
}
