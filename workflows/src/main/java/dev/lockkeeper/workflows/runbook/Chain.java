package dev.lockkeeper.workflows.runbook;

import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.ProductRequest;
import io.temporal.workflow.ContinueAsNewOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Cuts the history of a long run: between two parts of the procedure, or between two nodes, it
 * continues as a new run that knows what is behind it.
 */
final class Chain {
  /**
   * Servers suggest to continue as new from 4,096 events on (Temporal 1.29, default). Those that
   * never do are helped by the same number.
   */
  private static final long LONG_HISTORY = 4_000;

  private final ProductRequest input;
  private final Course course;
  private final BooleanSupplier whole;
  private final Memory memory;
  private final Supplier<Carried> carried;

  /**
   * @param whole whether the run stays as it is, however long
   * @param carried what a continued run is given
   */
  Chain(
      ProductRequest input,
      Course course,
      BooleanSupplier whole,
      Memory memory,
      Supplier<Carried> carried) {
    this.input = input;
    this.course = course;
    this.whole = whole;
    this.memory = memory;
    this.carried = carried;
  }

  <T> T once(String key, Class<T> type, Supplier<T> part) {
    Optional<T> known = memory.recall(key, type);
    if (known.isPresent()) {
      return known.get();
    }
    T result = part.get();
    memory.keep(key, result);
    continueIfLong();
    return result;
  }

  /**
   * A moment that a continued run still knows. Never cuts the history, so it may come at any time.
   */
  Instant since(String key, Instant now) {
    Optional<Moment> known = memory.recall(key, Moment.class);
    if (known.isEmpty()) {
      memory.keep(key, new Moment(now));
    }
    return known.map(Moment::at).orElse(now);
  }

  private record Moment(Instant at) {}

  void each(String key, List<Node> nodes, Consumer<Node> work) {
    Course.Leg leg = course.over(key, nodes);
    for (Optional<Node> node = leg.next(); node.isPresent(); node = leg.next()) {
      work.accept(node.get());
      leg.finished(node.get());
      continueIfLong();
    }
    leg.end();
  }

  /**
   * No step is under way and no question is open, so nothing can be lost. The server refuses to
   * close a run that has got a message which it has not seen yet, and the run then sees it first.
   */
  private void continueIfLong() {
    WorkflowInfo info = Workflow.getInfo();
    if (whole.getAsBoolean()
        || !(info.isContinueAsNewSuggested() || info.getHistoryLength() >= LONG_HISTORY)) {
      return;
    }
    Workflow.await(Workflow::isEveryHandlerFinished);
    Workflow.continueAsNew(
        info.getWorkflowType(), ContinueAsNewOptions.newBuilder().build(), input, carried.get());
  }
}
