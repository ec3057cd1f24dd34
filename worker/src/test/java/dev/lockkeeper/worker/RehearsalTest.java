package dev.lockkeeper.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RehearsalTest {
  @Test
  void theWorkerPollsAndStopsWithoutATemporalService() throws Exception {
    try (LogLines log = new LogLines()) {
      Rehearsal.rehearse();

      assertThat(log.lines())
          .anyMatch(line -> line.contains("Ready: polling queue 'lockkeeper' at 127.0.0.1:"))
          .last()
          .asString()
          .contains("Stopped; nothing was still running");
    }
  }
}
