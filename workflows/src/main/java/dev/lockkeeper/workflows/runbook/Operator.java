package dev.lockkeeper.workflows.runbook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.workflows.model.Receipt;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeStatus;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import org.jspecify.annotations.Nullable;

/**
 * What an operator can say to any upgrade and ask of it. Messages arrive as plain JSON, so that one
 * that cannot be read is shown as ignored with the reason; the SDK would drop it in silence. The
 * descriptions are shown in the Temporal UI's dialogs and carry a sample to paste.
 */
@WorkflowInterface
public interface Operator {
  @SignalMethod(
      name = "approve",
      description =
          "Open a gate: {\"gate\": \"tablet-1\", \"by\": \"your name\", \"comment\": \"optional\"}")
  void approve(@Nullable JsonNode answer);

  @SignalMethod(
      name = "reject",
      description =
          "End the run at a gate: {\"gate\": \"tablet-1\", \"by\": \"your name\", \"comment\": \"optional\"}")
  void reject(@Nullable JsonNode answer);

  @SignalMethod(
      name = "answer",
      description =
          "Answer a blocked step: {\"gate\": \"tablet-1.restart\", \"choice\": \"retry\", \"by\": \"your name\"}."
              + " Choices: retry, skip, restore, abort, as far as the step offers them")
  void answer(@Nullable JsonNode answer);

  @SignalMethod(name = "pause", description = "Hold before the next step: {\"by\": \"your name\"}")
  void pause(@Nullable JsonNode word);

  @SignalMethod(
      name = "resume",
      description = "Go on after a pause, or ask an expired gate again: {\"by\": \"your name\"}")
  void resume(@Nullable JsonNode word);

  @SignalMethod(
      name = "abort",
      description =
          "Let the running job finish, undo temporary settings and end: {\"by\": \"your name\"}")
  void abort(@Nullable JsonNode word);

  @SignalMethod(
      name = "amend",
      description =
          "Change the rest of the run: {\"by\": \"your name\", \"policy\": \"none\"}."
              + " Also: approvers, allow, expire, order (names of nodes not yet begun)")
  void amend(@Nullable JsonNode amendment);

  @UpdateMethod(
      name = "approveGate",
      description =
          "As the signal approve, but says at once why an answer is refused: {\"gate\": \"tablet-1\", \"by\": \"your name\"}")
  Receipt approveGate(@Nullable JsonNode answer);

  @UpdateValidatorMethod(updateName = "approveGate")
  void validateApproveGate(@Nullable JsonNode answer);

  @UpdateMethod(
      name = "rejectGate",
      description =
          "As the signal reject, but says at once why an answer is refused: {\"gate\": \"tablet-1\", \"by\": \"your name\"}")
  Receipt rejectGate(@Nullable JsonNode answer);

  @UpdateValidatorMethod(updateName = "rejectGate")
  void validateRejectGate(@Nullable JsonNode answer);

  @UpdateMethod(
      name = "answerStep",
      description =
          "As the signal answer, but says at once why an answer is refused:"
              + " {\"gate\": \"tablet-1.restart\", \"choice\": \"retry\", \"by\": \"your name\"}")
  Receipt answerStep(@Nullable JsonNode answer);

  @UpdateValidatorMethod(updateName = "answerStep")
  void validateAnswerStep(@Nullable JsonNode answer);

  @UpdateMethod(
      name = "amendRun",
      description =
          "As the signal amend, but says at once why it is refused: {\"by\": \"your name\", \"policy\": \"canary\"}")
  Receipt amendRun(@Nullable JsonNode amendment);

  @UpdateValidatorMethod(updateName = "amendRun")
  void validateAmendRun(@Nullable JsonNode amendment);

  @QueryMethod(
      name = "status",
      description = "Where the run stands: nodes, open questions, ignored messages")
  UpgradeStatus status();

  @QueryMethod(
      name = "report",
      description = "What has happened so far: steps, decisions, versions, down times")
  UpgradeReport report();
}
