package dev.lockkeeper.lab.temporal;

import java.util.List;

/**
 * What makes the development server (1.29.1) quick. As it comes, its queue readers look at most 20
 * times a second, and an activity waits for two of them: 100 ms each, 5 ms with these settings. A
 * timer, and so each wait before a retry, ends a whole second late; with these settings about 15
 * ms. The readers for visibility and outbound tasks make no difference.
 */
final class FastServerSettings {
  static final List<String> ARGUMENTS =
      List.of(
          "--dynamic-config-value",
          "history.transferProcessorMaxPollRPS=1000",
          "--dynamic-config-value",
          "system.enableActivityEagerExecution=true",
          "--dynamic-config-value",
          "history.timerProcessorMaxPollRPS=1000",
          // Allows for clocks of several history services that differ; here there is one.
          "--dynamic-config-value",
          "history.timerProcessorMaxTimeShift=\"10ms\"",
          "--sqlite-pragma",
          "journal_mode=wal",
          // NORMAL: a killed server loses nothing; only a power failure can take the last
          // transactions.
          "--sqlite-pragma",
          "synchronous=1");

  private FastServerSettings() {}
}
