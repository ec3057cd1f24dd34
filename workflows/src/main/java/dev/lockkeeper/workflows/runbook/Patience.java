package dev.lockkeeper.workflows.runbook;

import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;

/**
 * How long an activity may take. Activities bound their own patience with the node and then fail
 * for good, with a typed reason; Temporal retries only what a lost worker has left unfinished.
 * Every activity heartbeats, so that a lost worker is noticed after the heartbeat timeout.
 */
public enum Patience {
  /** A look at something: a minute or two. */
  PROBE(Duration.ofMinutes(5), false),
  /**
   * Sending and unpacking a release, or waiting for the cluster to get somewhere. Ends at once when
   * the run is aborted.
   */
  LONG(Duration.ofHours(24), true),
  /** A job on a node. It is never interrupted: an abort lets it finish. */
  JOB(Duration.ofHours(24), false);

  private static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(5);
  private static final RetryOptions AFTER_A_LOST_WORKER =
      RetryOptions.newBuilder()
          // A lost worker was missed for a whole heartbeat time-out; another one may be there.
          .setInitialInterval(Duration.ofMillis(100))
          .setBackoffCoefficient(2)
          .setMaximumInterval(Duration.ofSeconds(10))
          .build();

  private final Duration limit;
  private final boolean interruptible;

  Patience(Duration limit, boolean interruptible) {
    this.limit = limit;
    this.interruptible = interruptible;
  }

  boolean interruptible() {
    return interruptible;
  }

  /**
   * How the Temporal SDK is told so.
   *
   * @param summary what the Temporal UI shows for the activity
   */
  public ActivityOptions options(String summary) {
    return ActivityOptions.newBuilder()
        .setStartToCloseTimeout(limit)
        .setHeartbeatTimeout(HEARTBEAT_TIMEOUT)
        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
        .setRetryOptions(AFTER_A_LOST_WORKER)
        .setSummary(summary)
        .build();
  }
}
