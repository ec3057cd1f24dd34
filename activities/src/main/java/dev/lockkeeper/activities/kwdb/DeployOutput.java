package dev.lockkeeper.activities.kwdb;

import dev.lockkeeper.activities.kwdb.DeployOutcome.Completed;
import dev.lockkeeper.activities.kwdb.DeployOutcome.Failed;
import dev.lockkeeper.activities.kwdb.DeployOutcome.NothingDone;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what {@code deploy.sh} printed. The exit status alone lies: it is 0 when nothing was done.
 * The words alone lie too: the script's differ from the documented ones, and {@code upgrade -a}
 * says completed when its nodes were not reached. So both must agree.
 */
public final class DeployOutput {
  /** 3.1.0 prints {@code [UPGRADE COMPLETED]:Local…}; its documentation has no brackets. */
  private static final Pattern COMPLETED =
      Pattern.compile("^\\[?([A-Z]+) COMPLETED\\]?\\s*:\\s*(.*)$");

  private static final Pattern ERROR =
      Pattern.compile("^\\[ERROR\\]\\s*(?:[0-9]{4}-[0-9-]+ [0-9:]+)?\\s*(.*?)\\s*$");

  private static final Pattern PROGRESS = Pattern.compile("^.*:\\s*\\[#* *\\]\\s*[0-9]+%$");

  private DeployOutput() {}

  /**
   * Judges a run.
   *
   * @param verb the verb it was run with, such as {@code upgrade}
   * @param exit its exit status
   * @param output everything it printed; errors come on standard output as well
   */
  public static DeployOutcome read(String verb, int exit, String output) {
    List<String> lines =
        TerminalText.lines(output).stream()
            .filter(line -> !PROGRESS.matcher(line).matches())
            .toList();
    Optional<String> completed = completed(verb, lines);
    List<String> errors = errors(lines);
    String last = lines.isEmpty() ? "it printed nothing" : lines.get(lines.size() - 1);
    if (exit == 0 && completed.isPresent() && errors.isEmpty()) {
      return new Completed(completed.get());
    }
    if (exit == 0 && completed.isEmpty() && errors.isEmpty()) {
      return new NothingDone(last);
    }
    if (completed.isPresent()) {
      String others = errors.isEmpty() ? "" : " and the error " + String.join("; ", errors);
      return new Failed(
          DeployProblem.UNKNOWN,
          "deploy.sh contradicts itself: it said \""
              + completed.get()
              + "\" with exit status "
              + exit
              + others);
    }
    String message = errors.isEmpty() ? last : String.join("; ", errors);
    return new Failed(
        errors.stream()
            .map(DeployProblem::of)
            .filter(problem -> problem != DeployProblem.UNKNOWN)
            .findFirst()
            .orElseGet(() -> DeployProblem.of(last)),
        message);
  }

  private static Optional<String> completed(String verb, List<String> lines) {
    return lines.stream()
        .map(COMPLETED::matcher)
        .filter(Matcher::matches)
        .filter(line -> line.group(1).equalsIgnoreCase(verb))
        .map(line -> line.group(2))
        .findFirst();
  }

  private static List<String> errors(List<String> lines) {
    List<String> errors = new ArrayList<>();
    for (String line : lines) {
      Matcher error = ERROR.matcher(line);
      if (error.matches()) {
        errors.add(error.group(1));
      }
    }
    return errors;
  }
}
