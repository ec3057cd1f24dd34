package dev.lockkeeper.starter.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.starter.CommandProblem;
import dev.lockkeeper.starter.ExitCode;
import dev.lockkeeper.workflows.model.Receipt;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeRequest;
import dev.lockkeeper.workflows.model.UpgradeStatus;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowQueryException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.common.converter.Values;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The latest run of a cluster's upgrade. */
public final class Run {
  /** An answer that no worker has taken by then is reported as uncertain. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);

  private final WorkflowStub stub;
  private final String cluster;
  private final String place;
  private final WorkReader work;
  private final ClosingReader closings;
  private final Replay replay;
  private final Histories histories;
  private final OutlookReader outlooks;

  Run(WorkflowClient client, String cluster, String place) {
    this.stub = client.newUntypedWorkflowStub(UpgradeRequest.workflowId(cluster));
    this.cluster = cluster;
    this.place = place;
    this.work = new WorkReader(client);
    this.closings = new ClosingReader(client);
    this.replay = new Replay(client);
    this.histories = new Histories(client);
    this.outlooks = new OutlookReader(client);
  }

  /**
   * Looks at the run.
   *
   * @throws CommandProblem when there is none, or Temporal cannot be reached
   */
  public Sight look() {
    WorkflowExecutionDescription seen = describe();
    RunFacts facts = Facts.of(seen);
    if (!facts.open()) {
      return ended(facts);
    }
    try {
      UpgradeStatus status = query("status", UpgradeStatus.class);
      return new Sight.Open(facts, status, work(seen));
    } catch (WorkflowQueryException | WorkflowServiceException e) {
      RunFacts now = Facts.of(describe());
      return now.open() ? silent(now, e) : ended(now);
    }
  }

  /**
   * Looks at the run and at its history.
   *
   * @throws CommandProblem when there is none, or Temporal cannot be reached
   */
  public Sight lookClosely() {
    return closely(look());
  }

  /** Adds what the history tells: what is left, and how a run stood for which no worker answers. */
  public Sight closely(Sight sight) {
    try {
      if (sight instanceof Sight.Open open) {
        Outlook outlook = outlooks.of(open.facts(), open.status());
        return new Sight.Open(open.facts(), open.status(), open.work(), outlook);
      }
      if (sight instanceof Sight.Silent silent) {
        Remembered remembered = outlooks.remembered(silent.facts()).orElse(null);
        return new Sight.Silent(silent.facts(), silent.why(), remembered);
      }
      return sight;
    } catch (RuntimeException e) {
      throw Explanation.of(e, place);
    }
  }

  private List<Work> work(WorkflowExecutionDescription seen) {
    try {
      return work.read(seen.getRawDescription());
    } catch (StatusRuntimeException e) {
      throw Explanation.of(e, place);
    }
  }

  /** The report so far of an open run. Empty when no worker answers. */
  public Optional<UpgradeReport> reportSoFar() {
    try {
      return Optional.of(query("report", UpgradeReport.class));
    } catch (WorkflowQueryException | WorkflowServiceException e) {
      return Optional.empty();
    }
  }

  /** All that its history tells, from the first run of its chain on. */
  public Recollection recall(RunFacts facts) {
    try {
      return replay.recall(histories.chain(facts.workflowId(), facts.runId()));
    } catch (RuntimeException e) {
      throw Explanation.of(e, place);
    }
  }

  /**
   * Sends an answer and waits for its receipt.
   *
   * @throws CommandProblem with the run's reason, when the answer is refused
   */
  public Receipt update(String name, Record answer) {
    CompletableFuture<Receipt> reply =
        CompletableFuture.supplyAsync(() -> stub.update(name, Receipt.class, answer));
    try {
      return reply.get(ANSWER_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new CommandProblem(
          ExitCode.NO_TEMPORAL,
          "No worker has taken the answer within "
              + ANSWER_LIMIT.toSeconds()
              + " s. It may still be taken: look at ./lockkeeper status "
              + cluster,
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandProblem(ExitCode.UNEXPECTED, "Interrupted while the answer was sent", e);
    } catch (ExecutionException e) {
      throw refusal(e.getCause());
    }
  }

  /** Sends a signal. Temporal takes any; what came of it is seen by looking. */
  public void signal(String name, Record word) {
    try {
      stub.signal(name, word);
    } catch (RuntimeException e) {
      throw Explanation.of(e, place);
    }
  }

  private WorkflowExecutionDescription describe() {
    try {
      return stub.describe();
    } catch (WorkflowNotFoundException e) {
      if (Explanation.isAboutNamespace(e)) {
        throw Explanation.of(e, place);
      }
      throw new CommandProblem(
          ExitCode.BAD_INPUT,
          "There is no upgrade of \""
              + cluster
              + "\" at "
              + place
              + ". All there are: ./lockkeeper list",
          e);
    } catch (RuntimeException e) {
      throw Explanation.of(e, place);
    }
  }

  private Sight silent(RunFacts facts, RuntimeException e) {
    CommandProblem problem = Explanation.of(e, place);
    boolean failed = e instanceof WorkflowQueryException && problem.exit() == ExitCode.UNEXPECTED;
    return new Sight.Silent(
        facts,
        failed
            ? "the worker could not answer for this run (" + problem.getMessage() + ")"
            : "no worker answers for this run; is one running? ./lockkeeper doctor");
  }

  private Sight ended(RunFacts facts) {
    try {
      Optional<Closing> cut = closings.read(facts);
      if (cut.isPresent()) {
        Replay.Outcome told = replay.report(facts);
        return new Sight.Cut(facts, cut.get(), told.report(), told.problem());
      }
      return ended(facts, stub.getResult(JsonNode.class));
    } catch (WorkflowFailedException e) {
      JsonNode report = detail(e.getCause());
      return report == null ? new Sight.Unreported(facts, reason(e)) : ended(facts, report);
    } catch (RuntimeException e) {
      throw Explanation.of(e, place);
    }
  }

  private static Sight ended(RunFacts facts, JsonNode report) {
    return new Sight.Ended(facts, Printable.read(report, UpgradeReport.class));
  }

  private static @Nullable JsonNode detail(@Nullable Throwable cause) {
    Values details = null;
    if (cause instanceof ApplicationFailure failure) {
      details = failure.getDetails();
    } else if (cause instanceof CanceledFailure failure) {
      details = failure.getDetails();
    }
    if (details == null || details.getSize() == 0) {
      return null;
    }
    JsonNode detail = details.get(JsonNode.class);
    return detail != null && detail.has("outcome") ? detail : null;
  }

  private static String reason(WorkflowFailedException e) {
    if (e.getCause() instanceof ApplicationFailure failure) {
      return failure.getOriginalMessage();
    }
    return e.getCause() == null
        ? String.valueOf(e.getMessage())
        : String.valueOf(e.getCause().getMessage());
  }

  private <T> T query(String name, Class<T> type) {
    return Printable.read(stub.query(name, JsonNode.class), type);
  }

  private CommandProblem refusal(Throwable cause) {
    if (cause instanceof WorkflowUpdateException
        && cause.getCause() instanceof ApplicationFailure failure) {
      return new CommandProblem(
          ExitCode.REFUSED, "Refused: " + failure.getOriginalMessage(), cause);
    }
    return cause instanceof RuntimeException failure
        ? Explanation.of(failure, place)
        : new CommandProblem(ExitCode.UNEXPECTED, "Unexpected: " + cause, cause);
  }
}
