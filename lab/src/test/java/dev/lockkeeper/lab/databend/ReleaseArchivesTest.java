package dev.lockkeeper.lab.databend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseArchivesTest {
  @Test
  void eachReleaseIsALineWithItsArchiveAndChecksum(@TempDir Path directory) throws Exception {
    assertThat(ReleaseArchives.assemble(directory, "1.2.725", "1.2.833"))
        .satisfiesExactly(
            old -> assertThat(old).startsWith("1.2.725 " + directory).contains("v1.2.725"),
            target ->
                assertThat(target)
                    .matches("1\\.2\\.833 .*/databend-v1\\.2\\.833-.*\\.tar\\.gz [0-9a-f]{64}"));
    assertThat(directory.resolve("databend-v1.2.833-x86_64-unknown-linux-gnu.tar.gz"))
        .isNotEmptyFile();
  }

  @Test
  void withoutAVersionTheUsageIsSaid() {
    assertThatThrownBy(() -> ReleaseArchives.main(new String[] {"directory"}))
        .hasMessage("Usage: ReleaseArchives DIRECTORY VERSION...");
  }
}
