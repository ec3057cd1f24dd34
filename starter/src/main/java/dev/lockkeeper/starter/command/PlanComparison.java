package dev.lockkeeper.starter.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockkeeper.starter.CommandProblem;
import dev.lockkeeper.starter.ExitCode;
import dev.lockkeeper.starter.input.CheckedRequest;
import dev.lockkeeper.starter.run.Upgrades;
import dev.lockkeeper.starter.view.PlanDocument;
import dev.lockkeeper.workflows.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes sure that an upgrade would still do what somebody has read in a plan. */
final class PlanComparison {
  private final Upgrades upgrades;
  private final CheckedRequest request;

  PlanComparison(Upgrades upgrades, CheckedRequest request) {
    this.upgrades = upgrades;
    this.request = request;
  }

  /**
   * Plans again and compares.
   *
   * @param wanted the hash of a plan, or a file with its JSON
   * @throws CommandProblem with the difference in words, or with what is wrong in both
   */
  void require(String wanted) {
    Optional<PlanDocument> filed = file(wanted);
    String hash = filed.map(PlanDocument::hash).orElse(wanted);
    // Planning again makes it the last but one.
    Optional<PlanDocument> then = filed.or(() -> last(hash));
    PlanDocument now = PlanDocument.of(upgrades.plan(request), request.json(), Map.of());
    if (!now.hash().equals(hash)) {
      throw new CommandProblem(ExitCode.REFUSED, different(hash, then, now));
    }
    if (!now.problems().isEmpty()) {
      throw new CommandProblem(
          ExitCode.REFUSED,
          "Nothing was started. The upgrade would do what the plan says, but would not go through:"
              + now.problems().stream()
                  .map(problem -> "\n- " + problem.text())
                  .reduce("", String::concat));
    }
  }

  private Optional<PlanDocument> last(String hash) {
    return upgrades
        .lastPlan(request.cluster())
        .map(planned -> PlanDocument.of(planned.report(), planned.request(), Map.of()))
        .filter(plan -> plan.hash().equals(hash));
  }

  private String different(String hash, Optional<PlanDocument> then, PlanDocument now) {
    String head =
        "Nothing was started. The upgrade would not do what the plan "
            + hash
            + " says; the plan is now "
            + now.hash();
    if (then.isEmpty()) {
      return head
          + ". That is not the last plan of "
          + request.cluster()
          + " that Temporal knows, so the difference cannot be shown; read the new one: ./lockkeeper plan "
          + request.file();
    }
    List<String> before = then.get().lines();
    List<String> after = (then.get().request().isEmpty() ? now.withoutRequest() : now).lines();
    List<String> difference = new ArrayList<>();
    before.stream()
        .filter(line -> !after.contains(line))
        .forEach(line -> difference.add("- " + line));
    after.stream()
        .filter(line -> !before.contains(line))
        .forEach(line -> difference.add("+ " + line));
    if (!difference.isEmpty()) {
      return head + " (- the plan, + now):\n" + String.join("\n", difference);
    }
    return head
        + (before.equals(after)
            ? ". What it does reads the same, but the request differs, of which that file says nothing"
            : ". It does the same in another order");
  }

  private static Optional<PlanDocument> file(String wanted) {
    try {
      Path file = Path.of(wanted);
      if (!Files.isRegularFile(file)) {
        if (!wanted.matches("[0-9a-f]{64}")) {
          throw new CommandProblem(
              ExitCode.BAD_INPUT,
              "--plan "
                  + wanted
                  + ": neither a file nor the hash of a plan (64 hexadecimal digits)");
        }
        return Optional.empty();
      }
      ObjectMapper mapper = Json.mapper();
      JsonNode json = mapper.readTree(Files.readString(file));
      PlanDocument document = mapper.treeToValue(json, PlanDocument.class);
      if (document == null || document.hash() == null || document.entries() == null) {
        throw new CommandProblem(
            ExitCode.BAD_INPUT, "--plan " + wanted + ": not what plan --json prints");
      }
      return Optional.of(document);
    } catch (InvalidPathException | IOException e) {
      throw new CommandProblem(
          ExitCode.BAD_INPUT, "--plan " + wanted + " cannot be read: " + e.getMessage(), e);
    }
  }
}
