package dev.lockkeeper.lab.crash;

import dev.lockkeeper.workflows.model.UpgradeState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What came of faults, as a page for operators. Says no times, so that it changes only with what
 * happened.
 */
final class FaultTable {
  private static final String HEAD =
      """
      # Faults

      What happens to a run when something else goes wrong. Each moment of each line is one upgrade of the lab's look-alike product: three nodes, real SSH servers, a real Temporal
      server, the same runbook, fences and jobs as every product, and an observer that watches the nodes from outside. Written by

      ```
      ./lockkeeper lab crash --mode all --write docs/faults.md
      ```

      In none of them were two nodes down at once, was anything done twice, did a run that ended well not have every node on the new release, or was a fence or a temporary
      setting left. *Asked* is a blocked step with its
      [reason](concepts.md#blocked-steps); the run waits there for as long as it takes. The worker of these runs gives up on a node that it cannot reach after 12 s, real ones
      after 3 minutes.
      """;

  private static final String WRONG =
      "\n**This is not a good run.** The lines that say WRONG are not as they must be.\n";

  private FaultTable() {}

  /** The whole page, in Markdown. */
  static String page(FaultReport report) {
    StringBuilder page = new StringBuilder(HEAD);
    if (!report.clean()) {
      page.append(WRONG);
    }
    for (FaultMode mode : FaultMode.values()) {
      List<FaultResult> results =
          report.results().stream().filter(result -> result.mode() == mode).toList();
      if (results.isEmpty()) {
        continue;
      }
      page.append("\n## ").append(mode.title()).append("\n\n");
      page.append("| What happened | When | What Lockkeeper did | What a person did | End |\n");
      page.append("|---|---|---|---|---|\n");
      lines(results)
          .forEach(
              (line, moments) ->
                  page.append(line.formatted(String.join("<br>", moments))).append('\n'));
    }
    return page.toString();
  }

  /** Lines that differ in nothing but the moment are one. */
  private static Map<String, List<String>> lines(List<FaultResult> results) {
    Map<String, List<String>> lines = new LinkedHashMap<>();
    for (FaultResult result : results) {
      String line =
          String.join(" | ", result.what(), "%s", did(result), byHand(result), end(result));
      lines.computeIfAbsent("| " + line + " |", first -> new ArrayList<>()).add(result.when());
    }
    return lines;
  }

  private static String did(FaultResult result) {
    List<Blockade> blocked = result.attempt().blocked();
    if (!blocked.isEmpty()) {
      return "asked: "
          + blocked.stream()
              .map(one -> "`" + one.question() + "` " + one.reason())
              .collect(Collectors.joining(", "));
    }
    return completed(result) ? "went on by itself" : "refused; nothing was changed";
  }

  private static String byHand(FaultResult result) {
    List<Blockade> blocked = result.attempt().blocked();
    if (blocked.isEmpty()) {
      return completed(result) ? "nothing" : "has to put it right and start again";
    }
    String answered =
        "answered "
            + blocked.stream()
                .map(one -> "`" + one.answer().word() + "`")
                .distinct()
                .collect(Collectors.joining(", "));
    return result.byHand().isEmpty() ? answered : result.byHand() + ", " + answered;
  }

  private static String end(FaultResult result) {
    String end =
        result.attempt().outcome()
            + (completed(result) ? "" : ", every node on the old release and in service");
    return result.good() ? end : "WRONG: " + result.attempt().outcome();
  }

  private static boolean completed(FaultResult result) {
    return result.attempt().outcome().equals(UpgradeState.COMPLETED.name());
  }
}
