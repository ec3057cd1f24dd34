package dev.lockkeeper.activities.databend;

import dev.lockkeeper.activities.ssh.Nodes;
import dev.lockkeeper.activities.ssh.SshFailure;
import dev.lockkeeper.activities.step.Pulse;
import dev.lockkeeper.activities.step.StepFailed;
import dev.lockkeeper.workflows.databend.Daemon;
import dev.lockkeeper.workflows.model.FailureReason;
import java.time.Duration;

/** Waits until no statement runs on a query node. New ones are not kept away from it. */
final class QueryDrain {
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Nodes connections;
  private final Daemon query;

  QueryDrain(Nodes connections, Daemon query) {
    this.connections = connections;
    this.query = query;
  }

  String run(Duration limit, Pulse pulse) throws StepFailed, SshFailure, InterruptedException {
    long began = System.nanoTime();
    try (DaemonLines lines = new DaemonLines(connections)) {
      while (true) {
        long running = ClusterProbe.statements(lines, query);
        Duration waited = Duration.ofNanos(System.nanoTime() - began);
        if (running == 0) {
          return "no statement runs after " + waited.toSeconds() + " s";
        }
        if (waited.compareTo(limit) >= 0) {
          throw new StepFailed(
              FailureReason.TIMEOUT,
              "%d statements still run on %s after %d s; take it out of the load balancer or wait, then retry, or skip to stop it all the same"
                  .formatted(running, query.name(), waited.toSeconds()));
        }
        pulse.say(running + " statements run");
        Thread.sleep(PAUSE.toMillis());
      }
    }
  }
}
