package dev.lockkeeper.lab.crash;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.lab.lookalike.Expectation;
import dev.lockkeeper.lab.lookalike.LookalikeObserver;
import dev.lockkeeper.lab.lookalike.LookalikeReport;
import dev.lockkeeper.lab.lookalike.upgrade.LookalikeUpgrade;
import dev.lockkeeper.workflows.model.Answer;
import dev.lockkeeper.workflows.model.Choice;
import dev.lockkeeper.workflows.model.Decision;
import dev.lockkeeper.workflows.model.Failure;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.model.Question;
import dev.lockkeeper.workflows.model.QuestionKind;
import dev.lockkeeper.workflows.model.Receipt;
import dev.lockkeeper.workflows.model.StepAnswer;
import dev.lockkeeper.workflows.model.UndoState;
import dev.lockkeeper.workflows.model.UpgradeReport;
import dev.lockkeeper.workflows.model.UpgradeRequest;
import dev.lockkeeper.workflows.model.UpgradeState;
import dev.lockkeeper.workflows.model.UpgradeStatus;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One upgrade on a lane, watched from outside, with a person who opens every gate and answers every
 * blocked step, and something that happens at a point of it.
 */
final class Trial {
  private static final long LOOK_MILLIS = 20;
  private static final Duration HEARD_OF = Duration.ofMillis(200);
  private static final Duration RETURN_BOUND = Duration.ofSeconds(10);
  private static final Duration MARK_BOUND = Duration.ofSeconds(60);

  private final Lane lane;
  private final Point point;
  private final Strike strike;
  private final Person person;
  private final List<HistoryEvent> events = new ArrayList<>();
  private final List<Blockade> blocked = new ArrayList<>();
  private boolean struck;
  private long struckStep;
  private Instant struckAt = Instant.MAX;
  private @Nullable UpgradeReport report;

  /**
   * @param person what is answered to a blocked step
   */
  Trial(Lane lane, Point point, Strike strike, Person person) {
    this.lane = lane;
    this.point = point;
    this.strike = strike;
    this.person = person;
  }

  /** The history as far as it was heard. */
  List<HistoryEvent> events() {
    return events;
  }

  /** The report of a run that has ended. */
  Optional<UpgradeReport> report() {
    return Optional.ofNullable(report);
  }

  /**
   * Runs it.
   *
   * @param expected what the observer may see
   * @param request changes to the lane's request are made before
   */
  Attempt run(JsonNode request, Expectation expected) throws InterruptedException {
    lane.ensureWorker();
    long began = System.nanoTime();
    try (LookalikeObserver observer = LookalikeObserver.of(lane.cluster())) {
      if (point instanceof Point.AtStart) {
        strikeNow();
      }
      WorkflowStub run = start(request);
      String outcome = follow(run);
      strike.heal(lane);
      observer.awaitAnswers(RETURN_BOUND);
      LookalikeReport seen = observer.report(expected);
      double seconds = (System.nanoTime() - began) / 1e9;
      return new Attempt(
          point.name(),
          struck,
          outcome,
          report == null ? "" : report.reason(),
          List.copyOf(blocked),
          violations(seen, expected.atEnd()),
          seconds);
    }
  }

  private WorkflowStub start(JsonNode request) {
    WorkflowStub run =
        lane.client()
            .newUntypedWorkflowStub(
                LookalikeUpgrade.TYPE,
                WorkflowOptions.newBuilder()
                    .setWorkflowId(UpgradeRequest.workflowId(lane.name()))
                    .setTaskQueue(lane.queue())
                    .build());
    run.start(request);
    return run;
  }

  private String follow(WorkflowStub run) throws InterruptedException {
    Thread marks = watchForMark();
    long deadline = System.nanoTime() + lane.request().deadline().toNanos();
    try (HistoryFollower history =
        new HistoryFollower(
            lane.client().getWorkflowServiceStubs(),
            lane.client().getOptions().getNamespace(),
            run.getExecution())) {
      long strikeAt = Long.MAX_VALUE;
      boolean asked = false;
      while (System.nanoTime() < deadline) {
        HistoryEvent event = history.next(LOOK_MILLIS);
        if (event != null) {
          events.add(event);
          asked |= event.getEventType() == EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES;
          if (point instanceof Point.AfterEvent after && after.event() == event.getEventId()) {
            strikeAt = System.nanoTime() + Duration.ofMillis(after.delayMillis()).toNanos();
          }
          if (point instanceof Point.AtStep step
              && struckStep == 0
              && begins(event, step.title())) {
            strikeNow();
            struckStep = event.getEventId();
            struckAt = Instant.now();
          }
          if (struck && endedBeforeTheStrike(event)) {
            struck = false;
            strike.heal(lane);
          }
          if (isEnd(event)) {
            report = reportOf(run);
            return report == null ? "without a report" : report.outcome().name();
          }
        }
        if (System.nanoTime() >= strikeAt) {
          strikeAt = Long.MAX_VALUE;
          strikeNow();
        }
        if (markReached) {
          markReached = false;
          strikeNow();
        }
        if (asked && event == null) {
          asked = !answerWhatIsAsked(run);
        }
      }
    } finally {
      marks.interrupt();
      marks.join();
    }
    run.terminate("not over in time");
    return "NOT OVER after " + lane.request().deadline().toSeconds() + " s";
  }

  private volatile boolean markReached;

  private Thread watchForMark() {
    Thread thread =
        new Thread(
            () -> {
              try {
                if (point.awaited().isPresent()) {
                  markReached = lane.awaitMark(point.awaited().get(), MARK_BOUND).isPresent();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "marks-" + lane.name());
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void strikeNow() throws InterruptedException {
    struck = true;
    strike.on(lane);
  }

  /**
   * A short step may have done its work before a cut or a kill has come into effect, and be heard
   * of a little later: it missed its point.
   */
  private boolean endedBeforeTheStrike(HistoryEvent event) {
    return event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED
        && event.getActivityTaskCompletedEventAttributes().getScheduledEventId() == struckStep
        && Instant.ofEpochSecond(event.getEventTime().getSeconds(), event.getEventTime().getNanos())
            .isBefore(struckAt.plus(HEARD_OF));
  }

  private boolean begins(HistoryEvent event, String title) {
    return event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED
        && event.getUserMetadata().hasSummary()
        && title.equals(
            lane.client()
                .getOptions()
                .getDataConverter()
                .fromPayload(event.getUserMetadata().getSummary(), String.class, String.class));
  }

  private static boolean isEnd(HistoryEvent event) {
    return switch (event.getEventType()) {
      case EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED,
          EVENT_TYPE_WORKFLOW_EXECUTION_FAILED,
          EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED,
          EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED,
          EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT ->
          true;
      default -> false;
    };
  }

  /** Whether all that is asked was answered; else it is tried again. */
  private boolean answerWhatIsAsked(WorkflowStub run) throws InterruptedException {
    try {
      UpgradeStatus status = run.query("status", UpgradeStatus.class);
      for (Question question : status.questions()) {
        if (question.kind() == QuestionKind.GATE) {
          if (point instanceof Point.AtGate gate && !struck && gate.gate().equals(question.id())) {
            strikeNow();
          }
          run.update("approveGate", Receipt.class, new Answer(question.id(), "ann", null));
        } else {
          Choice choice = person.answer(lane, question);
          run.update(
              "answerStep", Receipt.class, new StepAnswer(question.id(), choice, "ann", null));
          Failure failure = Objects.requireNonNull(question.failure());
          blocked.add(new Blockade(question.id(), failure.reason(), failure.message(), choice));
        }
      }
      return !status.questions().isEmpty() || status.state() == UpgradeState.RUNNING;
    } catch (WorkflowException | StatusRuntimeException e) {
      // The worker or the server is away, or the question is over.
      return false;
    }
  }

  private static @Nullable UpgradeReport reportOf(WorkflowStub run) {
    try {
      return run.getResult(UpgradeReport.class);
    } catch (WorkflowFailedException e) {
      return e.getCause() instanceof ApplicationFailure failure
              && failure.getDetails().getSize() > 0
          ? failure.getDetails().get(UpgradeReport.class)
          : null;
    }
  }

  /**
   * @param version that every node runs in the end
   */
  private List<String> violations(LookalikeReport seen, String version) {
    List<String> violations = new ArrayList<>(seen.violations());
    seen.blindSpots().forEach(spot -> violations.add("the observer was blind: " + spot));
    if (report == null) {
      violations.add("the run left no report");
      return violations;
    }
    report.nodes().stream()
        .filter(node -> node.version() != null && !version.equals(node.version()))
        .forEach(
            node -> violations.add("the report has " + node.name() + " run " + node.version()));
    List<String> gates = report.decisions().stream().map(Decision::question).toList();
    List<String> nodes = report.nodes().stream().map(node -> node.name()).toList();
    if (report.outcome() == UpgradeState.COMPLETED) {
      if (gates.stream().distinct().count() != gates.size()
          || !gates.stream().map(Trial::subject).distinct().toList().containsAll(nodes)) {
        violations.add("its gates were " + gates);
      }
      report.nodes().stream()
          .filter(node -> node.state() != NodeState.UPGRADED)
          .forEach(node -> violations.add(node.name() + " is " + node.state() + " in the report"));
    }
    report.undo().stream()
        .filter(entry -> entry.state() != UndoState.UNDONE)
        .forEach(
            entry -> violations.add(entry.subject() + " is " + entry.state() + " in the report"));
    return violations;
  }

  private static String subject(String gate) {
    return gate.contains("#") ? gate.substring(0, gate.indexOf('#')) : gate;
  }
}
