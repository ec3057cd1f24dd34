package dev.lockkeeper.starter.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockkeeper.starter.run.Estimate;
import dev.lockkeeper.starter.run.Outlook;
import dev.lockkeeper.starter.run.Remembered;
import dev.lockkeeper.starter.run.RunFacts;
import dev.lockkeeper.starter.run.Sight;
import dev.lockkeeper.starter.run.TimeInState;
import dev.lockkeeper.starter.run.Work;
import dev.lockkeeper.workflows.model.Json;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.UpgradeReport;
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
 * @param source what the next three were read from: {@code worker}, {@code history} or {@code
 *     report}; absent if there is nothing to read
 * @param nodes with the beginnings of times that are not over, so that they do not change by
 *     themselves
 * @param questions that are open
 * @param progress how far it is; absent for a run that has ended
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
    @Nullable String note,
    @Nullable String source,
    List<TimeInState> nodes,
    List<Question> questions,
    @Nullable Estimate progress) {
  private static final ObjectMapper JSON = Json.mapper();

  public static StatusDocument of(Sight sight) {
    RunFacts facts = sight.facts();
    if (sight instanceof Sight.Open open) {
      return open(open);
    }
    if (sight instanceof Sight.Ended ended) {
      UpgradeReport report = ended.report();
      return closed(facts, report.outcome().name(), JSON.valueToTree(report), report);
    }
    if (sight instanceof Sight.Cut cut) {
      return closed(facts, cut.closing().how(), CutView.document(cut), cut.report());
    }
    if (sight instanceof Sight.Silent silent) {
      return silent(silent);
    }
    return unknown(facts, ((Sight.Unreported) sight).reason());
  }

  private static StatusDocument open(Sight.Open open) {
    UpgradeStatus status = open.status();
    Outlook outlook = open.outlook();
    return new StatusDocument(
        open.facts().workflowId(),
        open.facts().runId(),
        open.facts().cluster(),
        open.facts().product(),
        status.state().name(),
        true,
        true,
        status,
        open.work(),
        null,
        null,
        "worker",
        outlook == null ? TimeInState.of(status.nodes(), List.of()) : outlook.nodes(),
        status.questions(),
        outlook == null ? null : outlook.estimate());
  }

  private static StatusDocument silent(Sight.Silent silent) {
    Remembered remembered = silent.remembered();
    if (remembered == null) {
      return unknown(silent.facts(), silent.why());
    }
    return new StatusDocument(
        silent.facts().workflowId(),
        silent.facts().runId(),
        silent.facts().cluster(),
        silent.facts().product(),
        remembered.report().outcome().name(),
        true,
        false,
        null,
        List.of(),
        null,
        silent.why(),
        "history",
        remembered.outlook().nodes(),
        remembered.questions(),
        remembered.outlook().estimate());
  }

  private static StatusDocument closed(
      RunFacts facts, String state, JsonNode document, @Nullable UpgradeReport report) {
    return new StatusDocument(
        facts.workflowId(),
        facts.runId(),
        facts.cluster(),
        facts.product(),
        state,
        false,
        false,
        null,
        List.of(),
        document,
        null,
        report == null ? null : "report",
        report == null ? List.of() : TimeInState.of(report.nodes(), List.of()),
        List.of(),
        null);
  }

  private static StatusDocument unknown(RunFacts facts, String note) {
    return new StatusDocument(
        facts.workflowId(),
        facts.runId(),
        facts.cluster(),
        facts.product(),
        facts.shownState(),
        facts.open(),
        false,
        null,
        List.of(),
        null,
        note,
        null,
        List.of(),
        List.of(),
        null);
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
