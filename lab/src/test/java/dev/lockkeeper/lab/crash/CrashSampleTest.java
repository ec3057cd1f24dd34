package dev.lockkeeper.lab.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.lab.process.WholeMachine;
import dev.lockkeeper.lab.temporal.TemporalCli;
import dev.lockkeeper.lab.temporal.TemporalServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The upgrade of the look-alike, on real SSH servers and a real Temporal server. */
@WholeMachine
@Timeout(900)
class CrashSampleTest {
  private static final long SEED = 1;

  @TempDir private Path directory;
  private TemporalServer temporal;

  @BeforeEach
  void start() throws InterruptedException {
    TemporalCli.Search search = TemporalCli.find(line -> {});
    assertThat(search).isInstanceOf(TemporalCli.Found.class);
    temporal = TemporalServer.onFreePorts(((TemporalCli.Found) search).cli(), directory);
    temporal.start();
    temporal.awaitHealthy();
  }

  @AfterEach
  void stop() {
    temporal.close();
  }

  @Test
  void whereverTheWorkerIsKilledTheRunEndsLikeTheOneInWhichNothingHappens() throws Exception {
    CrashReport report =
        new CrashRun(request(Build.SOUND), 4, System.out::println).run(Optional.of(20), SEED);

    assertThat(report.failures()).isEmpty();
    assertThat(report.violations()).isZero();
    assertThat(report.converged()).isEqualTo(20);
    assertThat(report.struck()).as("runs in which the worker was really killed").isGreaterThan(15);
  }

  private CrashRequest request(Build build) {
    return new CrashRequest(
        temporal.address(), directory, build, Duration.ofSeconds(30), Duration.ofSeconds(300));
  }
}
