package dev.lockkeeper.workflows.runbook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.workflows.model.Amendment;
import dev.lockkeeper.workflows.model.Answer;
import dev.lockkeeper.workflows.model.Receipt;
import dev.lockkeeper.workflows.model.StepAnswer;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeStatus;
import dev.lockkeeper.workflows.model.Word;
import dev.lockkeeper.workflows.request.InputReader;
import dev.lockkeeper.workflows.request.InvalidInputException;
import io.temporal.failure.ApplicationFailure;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes the operator's messages to the desk. A signal that changes nothing is kept as ignored,
 * because its sender cannot be told; signal handlers never throw, since that would end the run. An
 * update tells its sender.
 */
final class Messages implements Operator {
  private static final int CONTENT_KEPT = 200;

  private final Runbook book;
  private final Desk desk;
  private final Helm helm;

  Messages(Runbook book, Desk desk, Helm helm) {
    this.book = book;
    this.desk = desk;
    this.helm = helm;
  }

  @Override
  public void approve(@Nullable JsonNode answer) {
    take("approve", answer, Answer.class, desk::objectionToApproval, desk::approve);
  }

  @Override
  public void reject(@Nullable JsonNode answer) {
    take("reject", answer, Answer.class, desk::objection, desk::reject);
  }

  @Override
  public void answer(@Nullable JsonNode answer) {
    take("answer", answer, StepAnswer.class, desk::objection, desk::choose);
  }

  @Override
  public void pause(@Nullable JsonNode word) {
    hear("pause", word, helm::objectionToPause, helm::pause);
  }

  @Override
  public void resume(@Nullable JsonNode word) {
    hear("resume", word, helm::objectionToResume, helm::resume);
  }

  @Override
  public void abort(@Nullable JsonNode word) {
    hear("abort", word, helm::objection, helm::abort);
  }

  @Override
  public void amend(@Nullable JsonNode amendment) {
    take("amend", amendment, Amendment.class, helm::objectionToAmend, helm::amend);
  }

  @Override
  public Receipt amendRun(@Nullable JsonNode amendment) {
    return accept(amendment, Amendment.class, helm::objectionToAmend, helm::amend);
  }

  @Override
  public void validateAmendRun(@Nullable JsonNode amendment) {
    validate(amendment, Amendment.class, helm::objectionToAmend);
  }

  @Override
  public Receipt approveGate(@Nullable JsonNode answer) {
    return accept(answer, Answer.class, desk::objectionToApproval, desk::approve);
  }

  @Override
  public void validateApproveGate(@Nullable JsonNode answer) {
    validate(answer, Answer.class, desk::objectionToApproval);
  }

  @Override
  public Receipt rejectGate(@Nullable JsonNode answer) {
    return accept(answer, Answer.class, desk::objection, desk::reject);
  }

  @Override
  public void validateRejectGate(@Nullable JsonNode answer) {
    validate(answer, Answer.class, desk::objection);
  }

  @Override
  public Receipt answerStep(@Nullable JsonNode answer) {
    return accept(answer, StepAnswer.class, desk::objection, desk::choose);
  }

  @Override
  public void validateAnswerStep(@Nullable JsonNode answer) {
    validate(answer, StepAnswer.class, desk::objection);
  }

  @Override
  public UpgradeStatus status() {
    return book.status();
  }

  @Override
  public UpgradeReport report() {
    return book.report();
  }

  private <T extends Record> void take(
      String message,
      @Nullable JsonNode content,
      Class<T> type,
      Function<T, Optional<String>> objection,
      Function<T, String> effect) {
    try {
      T answer = InputReader.read(content, type);
      objection
          .apply(answer)
          .ifPresentOrElse(
              reason -> book.ignore(message, shortened(content), reason),
              () -> effect.apply(answer));
    } catch (InvalidInputException e) {
      book.ignore(message, shortened(content), e.getOriginalMessage());
    }
  }

  private void hear(
      String message,
      @Nullable JsonNode content,
      Function<Word, Optional<String>> objection,
      Consumer<Word> effect) {
    take(
        message,
        content,
        Word.class,
        objection,
        word -> {
          desk.record("run", message, word.by(), word.comment());
          effect.accept(word);
          return message;
        });
  }

  /** Another answer may have come between validation and this call, so it is checked again. */
  private <T extends Record> Receipt accept(
      @Nullable JsonNode content,
      Class<T> type,
      Function<T, Optional<String>> objection,
      Function<T, String> effect) {
    try {
      T answer = InputReader.read(content, type);
      Optional<String> reason = objection.apply(answer);
      if (reason.isPresent()) {
        throw ApplicationFailure.newNonRetryableFailure(reason.get(), "REFUSED");
      }
      return new Receipt(effect.apply(answer));
    } catch (InvalidInputException e) {
      throw ApplicationFailure.newNonRetryableFailure(e.getOriginalMessage(), "INVALID");
    }
  }

  private static <T extends Record> void validate(
      @Nullable JsonNode content, Class<T> type, Function<T, Optional<String>> objection) {
    try {
      objection
          .apply(InputReader.read(content, type))
          .ifPresent(
              reason -> {
                throw new RefusedAnswer(reason);
              });
    } catch (InvalidInputException e) {
      throw new RefusedAnswer(e.getOriginalMessage());
    }
  }

  private static String shortened(@Nullable JsonNode content) {
    String text = String.valueOf(content);
    return text.length() <= CONTENT_KEPT ? text : text.substring(0, CONTENT_KEPT) + "…";
  }

  /** Without a stack trace, because the Temporal UI prints it below the message. */
  private static final class RefusedAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedAnswer(String reason) {
      super(reason, null, false, false);
    }
  }
}
