package dev.lockkeeper.lab.lookalike.upgrade;

import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.runbook.Carried;
import dev.lockkeeper.workflows.runbook.Runbook;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The workflow as it shall be. */
public final class LookalikeUpgradeWorkflow implements LookalikeUpgrade {
  @Override
  public UpgradeReport run(@Nullable LookalikeRequest request, @Nullable Carried carried) {
    LookalikeRequest given = Objects.requireNonNull(request, "the input is missing");
    Runbook book = Runbook.open(given, carried);
    return book.run(new LookalikeProcedure(book, given)::run);
  }
}
