package dev.lockkeeper.worker.activity;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.client.ActivityCompletionException;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the begin and the end of an activity, one line each, and shows what it is about. */
final class WatchedActivity extends ActivityInboundCallsInterceptorBase {
  private static final Logger log = LoggerFactory.getLogger("dev.lockkeeper.activity");

  private final RunningActivities running;
  private @Nullable ActivityExecutionContext context;

  WatchedActivity(ActivityInboundCallsInterceptor next, RunningActivities running) {
    super(next);
    this.running = running;
  }

  @Override
  public void init(ActivityExecutionContext context) {
    this.context = context;
    super.init(context);
  }

  @Override
  public ActivityOutput execute(ActivityInput input) {
    ActivityInfo info = Objects.requireNonNull(context, "init comes first").getInfo();
    String type = info.getActivityType();
    Subject subject = Subject.ofActivity(info.getWorkflowId(), type, input.getArguments());
    return running.during(describe(type, subject), () -> subject.during(() -> watch(info, input)));
  }

  private ActivityOutput watch(ActivityInfo info, ActivityInput input) {
    String type = info.getActivityType();
    long began = System.nanoTime();
    log.info("{} begins{}", type, info.getAttempt() > 1 ? ", attempt " + info.getAttempt() : "");
    try {
      ActivityOutput output = super.execute(input);
      log.info("{} is done after {}", type, since(began));
      return output;
    } catch (RuntimeException failure) {
      report(type, failure, since(began));
      throw failure;
    }
  }

  private static void report(String type, RuntimeException failure, Duration after) {
    if (failure instanceof ActivityCompletionException) {
      log.info("{} was told to stop after {}: {}", type, after, name(failure));
    } else if (failure instanceof ApplicationFailure told) {
      if (told.getCategory() == ApplicationErrorCategory.BENIGN) {
        log.debug("{} has to be asked again after {}: {}", type, after, told.getOriginalMessage());
      } else {
        log.warn("{} failed after {}: {}", type, after, oneLine(told));
      }
    } else {
      // Not foreseen by the activity, so that the place in the code matters.
      log.warn("{} failed after {}", type, after, failure);
    }
  }

  private static String oneLine(ApplicationFailure told) {
    return told.getType()
        + ": "
        + told.getOriginalMessage().strip().replaceAll("\\s*\\R\\s*", " | ");
  }

  private static String name(RuntimeException failure) {
    return failure.getClass().getSimpleName();
  }

  private static String describe(String type, Subject subject) {
    return type
        + (subject.node() == null ? "" : " on " + subject.node())
        + (subject.cluster() == null ? "" : " of " + subject.cluster());
  }

  private static Duration since(long began) {
    return Duration.ofMillis((System.nanoTime() - began) / 1_000_000);
  }
}
