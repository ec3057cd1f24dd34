package dev.lockkeeper.lab.lookalike;

import dev.lockkeeper.lab.observer.DownInterval;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What an observer saw of one run.
 *
 * @param from when the observation began
 * @param to when it ended
 * @param violations what must not have happened, by time, each a sentence with node and time
 * @param downIntervals when which node did not answer, by time
 * @param events the ledgers of all nodes, by time
 * @param answers how often each node answered, in the order of the ids; to see that the observer
 *     was awake
 * @param blindSpots what the observer could not see or read
 */
public record LookalikeReport(
    Instant from,
    Instant to,
    List<String> violations,
    List<DownInterval> downIntervals,
    List<AuditEvent> events,
    List<Long> answers,
    List<String> blindSpots) {

  /** Keeps unmodifiable copies. */
  public LookalikeReport {
    violations = List.copyOf(violations);
    downIntervals = List.copyOf(downIntervals);
    events = List.copyOf(events);
    answers = List.copyOf(answers);
    blindSpots = List.copyOf(blindSpots);
  }

  /** How long a node did not answer, in all. */
  public Duration downTime(String node) {
    return downIntervals.stream()
        .filter(interval -> interval.node().equals(node))
        .map(DownInterval::length)
        .reduce(Duration.ZERO, Duration::plus);
  }
}
