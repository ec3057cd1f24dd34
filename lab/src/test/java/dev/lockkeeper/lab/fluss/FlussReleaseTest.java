package dev.lockkeeper.lab.fluss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.lab.host.LabException;
import dev.lockkeeper.lab.host.LocalCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FlussReleaseTest {

  @ParameterizedTest
  @EnumSource
  void theArchiveHasTheVendorsLayoutAndItsChecksum(FlussVersion version) throws IOException {
    FlussRelease release = FlussRelease.assemble(version);

    String name = "fluss-" + version.number();
    assertThat(release.archive()).hasFileName(name + "-bin.tgz");
    assertThat(LocalCommand.run("tar", "-tzf", release.archive().toString()).orThrow().output())
        .contains(
            name + "/bin/tablet-server.sh\n",
            name + "/bin/coordinator-server.sh\n",
            name + "/conf/server.yaml\n",
            name + "/lib/fluss-server-" + version.number() + ".jar\n",
            name + "/lib/log4j-core-" + version.log4j() + ".jar\n");
    assertThat(LocalCommand.run("sha256sum", release.archive().toString()).orThrow().output())
        .startsWith(release.sha256() + " ");
    assertThat(Files.readString(release.home().resolve("conf/server.yaml")))
        .contains(version == FlussVersion.V0_6_0 ? "coordinator.port: 9123" : "bind.listeners:");
  }

  @Test
  void aSecondCallUsesWhatTheFirstMade(@TempDir Path directory) throws IOException {
    ReleaseCache cache = new ReleaseCache(directory);
    Path made = cache.entry("thing", place -> Files.createFile(place.resolve("file")));

    Path found =
        cache.entry(
            "thing",
            place -> {
              throw new IllegalStateException("filled twice");
            });

    assertThat(found).isEqualTo(made);
    assertThat(found.resolve("file")).exists();
  }

  @Test
  void anEntryThatCouldNotBeFilledLeavesNothing(@TempDir Path directory) throws IOException {
    ReleaseCache cache = new ReleaseCache(directory);

    assertThatThrownBy(
            () ->
                cache.entry(
                    "thing",
                    place -> {
                      Files.createFile(place.resolve("half"));
                      throw new IOException("no space");
                    }))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("no space");

    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).containsExactly(directory.resolve("thing.lock"));
    }
  }

  @Test
  void whoWantsAnEntryThatIsBeingMadeWaitsForIt(@TempDir Path directory) throws Exception {
    ReleaseCache cache = new ReleaseCache(directory);
    CountDownLatch making = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    CompletableFuture<Path> slow =
        CompletableFuture.supplyAsync(
            () ->
                cache.entry(
                    "thing",
                    place -> {
                      making.countDown();
                      await(asked);
                      Files.createFile(place.resolve("slow"));
                    }));
    await(making);
    CompletableFuture<Path> other =
        CompletableFuture.supplyAsync(
            () -> {
              asked.countDown();
              return cache.entry("thing", place -> Files.createFile(place.resolve("again")));
            });

    assertThat(other.get(20, TimeUnit.SECONDS)).isEqualTo(slow.get(20, TimeUnit.SECONDS));
    try (Stream<Path> files = Files.list(other.join())) {
      assertThat(files).extracting(file -> file.getFileName().toString()).containsExactly("slow");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anUnknownVersionIsAnsweredWithTheKnownOnes() {
    assertThatThrownBy(() -> FlussVersion.of("0.8.0"))
        .isInstanceOf(LabException.class)
        .hasMessage("The lab has no Fluss 0.8.0; it has 0.6.0, 0.7.0, 0.9.1-incubating.");
  }
}
