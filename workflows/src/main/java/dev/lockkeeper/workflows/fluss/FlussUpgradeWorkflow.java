package dev.lockkeeper.workflows.fluss;

import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.runbook.Runbook;

/** The workflow: opens the book, then follows {@link FlussProcedure}. */
public final class FlussUpgradeWorkflow implements FlussUpgrade {
  @Override
  public UpgradeReport run(FlussRequest request) {
    Runbook book = Runbook.open(request.upgrade());
    return book.run(new FlussProcedure(book, request)::run);
  }
}
