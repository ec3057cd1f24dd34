package dev.lockkeeper.starter.run;

import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeStatus;

/** What can be seen of a run now. */
public sealed interface Sight {
  RunFacts facts();

  /** It is open and a worker answers for it. */
  record Open(RunFacts facts, UpgradeStatus status) implements Sight {}

  /**
   * It is open, but nobody answers for it.
   *
   * @param why what was tried
   */
  record Silent(RunFacts facts, String why) implements Sight {}

  /** It has ended and left its report. */
  record Ended(RunFacts facts, UpgradeReport report) implements Sight {}

  /**
   * It has ended without a report: its input could not be read, or somebody terminated it.
   *
   * @param reason as Temporal keeps it
   */
  record Unreported(RunFacts facts, String reason) implements Sight {}
}
