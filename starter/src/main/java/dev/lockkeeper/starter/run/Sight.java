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
   * @param outlook what its history adds; absent if that was not read
   */
  record Open(RunFacts facts, UpgradeStatus status, List<Work> work, @Nullable Outlook outlook)
      implements Sight {
    /** Without a look at its history. */
    public Open(RunFacts facts, UpgradeStatus status, List<Work> work) {
      this(facts, status, work, null);
    }
  }

  /**
   * It is open, but nobody answers for it.
   *
   * @param why what was tried
   * @param remembered how it stood, by its history; absent if that was not read, or tells nothing
   */
  record Silent(RunFacts facts, String why, @Nullable Remembered remembered) implements Sight {
    /** Without a look at its history. */
    public Silent(RunFacts facts, String why) {
      this(facts, why, null);
    }
  }

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
