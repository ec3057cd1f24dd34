package dev.lockkeeper.workflows.databend;

import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.runbook.Carried;
import dev.lockkeeper.workflows.runbook.Runbook;
import io.temporal.failure.ApplicationFailure;
import org.jspecify.annotations.Nullable;

/** The workflow: opens the book, then follows {@link DatabendProcedure}. */
public final class DatabendUpgradeWorkflow implements DatabendUpgrade {
  @Override
  public UpgradeReport run(@Nullable DatabendRequest request, @Nullable Carried carried) {
    if (request == null) {
      // A start without input; the SDK then passes null, and a NullPointerException would hang.
      throw ApplicationFailure.newNonRetryableFailure(
          "the input is missing: give one JSON object that describes the upgrade",
          FailureReason.INVALID.name());
    }
    Runbook book = Runbook.open(request, carried);
    return book.run(new DatabendProcedure(book, request)::run);
  }
}
