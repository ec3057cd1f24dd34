package dev.lockkeeper.workflows.kwdb;

import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.runbook.Carried;
import dev.lockkeeper.workflows.runbook.Runbook;
import io.temporal.failure.ApplicationFailure;
import org.jspecify.annotations.Nullable;

/** The workflow: opens the book, then follows {@link KwdbProcedure}. */
public final class KwdbUpgradeWorkflow implements KwdbUpgrade {
  @Override
  public UpgradeReport run(@Nullable KwdbRequest request, @Nullable Carried carried) {
    if (request == null) {
      // A start without input; the SDK then passes null, and a NullPointerException would hang.
      throw ApplicationFailure.newNonRetryableFailure(
          "the input is missing: give one JSON object that describes the upgrade",
          FailureReason.INVALID.name());
    }
    Runbook book = Runbook.open(request, carried);
    return book.run(new KwdbProcedure(book, request)::run);
  }
}
