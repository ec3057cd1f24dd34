package dev.lockkeeper.workflows.databend;

import dev.lockkeeper.workflows.runbook.Runbook;
import java.util.List;

/**
 * The upgrade to the target, or where no order leads straight there a chain of upgrades over the
 * releases that the request names: leg after leg, each inspected, staged, planned, gated and
 * verified as a whole upgrade.
 */
final class DatabendProcedure {
  private final Runbook book;
  private final List<UpgradeLeg> legs;

  DatabendProcedure(Runbook book, DatabendRequest request) {
    this.book = book;
    this.legs = UpgradeLeg.of(request);
  }

  void run() {
    for (UpgradeLeg leg : legs) {
      Findings findings =
          book.once(leg.key("preflight"), Findings.class, new DatabendPreflight(book, leg)::run);
      if (leg.first() && !leg.last()) {
        List<UpgradeLeg> later = legs.subList(1, legs.size());
        book.once("outlook", Outlook.class, new LookAhead(book, later, findings)::run)
            .legs()
            .forEach(line -> book.warn("as seen from the start: " + line));
      }
      if (leg.isBehind(findings.inspections())) {
        continue;
      }
      new LegProcedure(book, leg, findings).run();
      if (book.onPaper() && !leg.last()) {
        book.warn(
            "the plan ends with the leg to "
                + leg.request().release()
                + ": the legs after it are planned when it is behind, from what is seen then");
        return;
      }
    }
  }
}
