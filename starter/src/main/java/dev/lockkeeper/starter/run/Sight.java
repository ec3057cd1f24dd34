package dev.lockkeeper.starter.run;

import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be seen of a run now. */
public sealed interface Sight {
  RunFacts facts();

  /**
   * It is open and a worker answers for it.
   *
   * @param work its activities that are under way
   */
  record Open(RunFacts facts, UpgradeStatus status, List<Work> work) implements Sight {}

  /**
   * It is open, but nobody answers for it.
   *
   * @param why what was tried
   */
  record Silent(RunFacts facts, String why) implements Sight {}

  /** It has ended and left its report. */
  record Ended(RunFacts facts, UpgradeReport report) implements Sight {}

  /**
   * It was cut off and could report nothing itself.
   *
   * @param report what its history tells, up to the end; its outcome is the state in which the run
   *     was cut off. Absent if it had said nothing yet, or that is not known
   * @param problem why it is not known
   */
  record Cut(
      RunFacts facts, Closing closing, @Nullable UpgradeReport report, @Nullable String problem)
      implements Sight {}

  /**
   * It has ended without a report, such as when its input could not be read.
   *
   * @param reason as Temporal keeps it
   */
  record Unreported(RunFacts facts, String reason) implements Sight {}
}
