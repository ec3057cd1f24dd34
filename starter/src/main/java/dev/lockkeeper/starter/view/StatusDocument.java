package dev.lockkeeper.starter.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockkeeper.starter.run.RunFacts;
import dev.lockkeeper.starter.run.Sight;
import dev.lockkeeper.starter.run.Work;
import dev.lockkeeper.workflows.model.Json;
import dev.lockkeeper.workflows.model.UpgradeStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What programs read of a run: the same shape whether it is open, silent or ended.
 *
 * @param open whether the run goes on
 * @param answers whether a worker answered; false for a closed run
 * @param status of an open run that answers
 * @param work activities under way in such a run
 * @param report of a closed run; of one that was cut off it is what its history tells
 * @param note why there is neither
 */
public record StatusDocument(
    String workflowId,
    String runId,
    String cluster,
    String product,
    String state,
    boolean open,
    boolean answers,
    @Nullable UpgradeStatus status,
    List<Work> work,
    @Nullable JsonNode report,
    @Nullable String note) {
  private static final ObjectMapper JSON = Json.mapper();

  public static StatusDocument of(Sight sight) {
    RunFacts facts = sight.facts();
    if (sight instanceof Sight.Open open) {
      return of(facts, open.status().state().name(), open.status(), open.work(), null, null);
    }
    if (sight instanceof Sight.Ended ended) {
      String outcome = ended.report().outcome().name();
      return of(facts, outcome, null, List.of(), JSON.valueToTree(ended.report()), null);
    }
    if (sight instanceof Sight.Cut cut) {
      return of(facts, cut.closing().how(), null, List.of(), CutView.document(cut), null);
    }
    String note =
        sight instanceof Sight.Silent silent ? silent.why() : ((Sight.Unreported) sight).reason();
    return of(facts, facts.shownState(), null, List.of(), null, note);
  }

  private static StatusDocument of(
      RunFacts facts,
      String state,
      @Nullable UpgradeStatus status,
      List<Work> work,
      @Nullable JsonNode report,
      @Nullable String note) {
    return new StatusDocument(
        facts.workflowId(),
        facts.runId(),
        facts.cluster(),
        facts.product(),
        state,
        facts.open(),
        status != null,
        status,
        work,
        report,
        note);
  }

  /** One line. */
  public String line() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a status cannot be written as JSON", e);
    }
  }
}
