package dev.lockkeeper.lab.temporal;

import java.util.List;

/**
 * What makes the development server quick. As it comes (server 1.29.1) its queue readers look at
 * most 20 times a second, and each step of a workflow waits for two of them.
 */
final class FastServerSettings {
  static final List<String> ARGUMENTS =
      List.of(
          "--dynamic-config-value",
          "history.transferProcessorMaxPollRPS=1000",
          "--dynamic-config-value",
          "system.enableActivityEagerExecution=true",
          "--sqlite-pragma",
          "journal_mode=wal",
          // NORMAL: a killed server loses nothing; only a power failure can take the last
          // transactions.
          "--sqlite-pragma",
          "synchronous=1");

  private FastServerSettings() {}
}
