package dev.lockkeeper.lab.observer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What an observer saw.
 *
 * @param from when the observation began
 * @param to when it ended
 * @param downIntervals when which node could not be reached, by time
 * @param starts the server processes that appeared, by time
 * @param violations what must not have happened, by time
 * @param connections how many connections were tried; to see that the observer was awake
 * @param stateReadings how often ZooKeeper told the cluster's state
 * @param blindSpots what the observer could not see; the state of the cluster is unknown there
 */
public record ObserverReport(
    Instant from,
    Instant to,
    List<DownInterval> downIntervals,
    List<ServerStart> starts,
    List<Violation> violations,
    long connections,
    long stateReadings,
    List<String> blindSpots) {

  /** Keeps unmodifiable copies. */
  public ObserverReport {
    downIntervals = List.copyOf(downIntervals);
    starts = List.copyOf(starts);
    violations = List.copyOf(violations);
    blindSpots = List.copyOf(blindSpots);
  }

  /** How long a node could not be reached, in all. */
  public Duration downTime(String node) {
    return downIntervals.stream()
        .filter(interval -> interval.node().equals(node))
        .map(DownInterval::length)
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** The whole report as JSON; times in ISO 8601, lengths in milliseconds. */
  public String toJson() {
    ObjectNode report = new ObjectMapper().createObjectNode();
    report.put("from", from.toString());
    report.put("to", to.toString());
    report.put("connections", connections);
    report.put("stateReadings", stateReadings);
    ArrayNode down = report.putArray("downIntervals");
    for (DownInterval interval : downIntervals) {
      down.addObject()
          .put("node", interval.node())
          .put("from", interval.from().toString())
          .put("millis", interval.length().toMillis());
    }
    ArrayNode started = report.putArray("starts");
    for (ServerStart start : starts) {
      started
          .addObject()
          .put("node", start.node())
          .put("at", start.at().toString())
          .put("version", start.version());
    }
    ArrayNode violated = report.putArray("violations");
    for (Violation violation : violations) {
      violated
          .addObject()
          .put("kind", violation.kind().name())
          .put("at", violation.at().toString())
          .put("subject", violation.subject());
    }
    ArrayNode blind = report.putArray("blindSpots");
    blindSpots.forEach(blind::add);
    return report.toPrettyString();
  }
}
