package dev.lockkeeper.lab.crash;

import dev.lockkeeper.lab.host.LabHost;
import dev.lockkeeper.lab.host.LabNetwork;
import dev.lockkeeper.lab.lookalike.LookalikeCluster;
import dev.lockkeeper.lab.process.Installation;
import dev.lockkeeper.lab.temporal.TemporalServer;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of the look-alike with a worker of its own, on a task queue of its own, so that several
 * attempts can be made at once. Beside the worker another one waits, ready to take over.
 */
final class Lane implements AutoCloseable {
  private static final Duration SOON = Duration.ofMillis(5);

  private final String name;
  private final CrashRequest request;
  private final WorkflowClient client;
  private final Installation installation = Installation.find();
  private final LabNetwork network;
  private final LookalikeCluster cluster;
  private final @Nullable TemporalServer temporal;
  private int workers;
  private @Nullable CrashWorkerProcess active;
  private CrashWorkerProcess standby;

  private Lane(
      String name, CrashRequest request, WorkflowClient client, @Nullable TemporalServer temporal) {
    this.name = name;
    this.temporal = temporal;
    this.request = request;
    this.client = client;
    this.network = LabNetwork.open(LookalikeCluster.HOST_NAMES);
    this.cluster = LookalikeCluster.up(network, name);
    this.standby = startWorker();
  }

  /** Opens a lane; its worker polls. */
  static Lane open(String name, CrashRequest request, WorkflowClient client) {
    return polling(new Lane(name, request, client, null));
  }

  /**
   * Opens a lane whose Temporal server may be killed, because nobody else uses it.
   *
   * @param request names that server
   */
  static Lane open(
      String name, CrashRequest request, WorkflowClient client, TemporalServer temporal) {
    return polling(new Lane(name, request, client, temporal));
  }

  private static Lane polling(Lane lane) {
    lane.nextWorker();
    return lane;
  }

  /** The Temporal server of this lane alone. */
  TemporalServer temporal() {
    if (temporal == null) {
      throw new IllegalStateException(name + " shares its Temporal server");
    }
    return temporal;
  }

  String name() {
    return name;
  }

  LookalikeCluster cluster() {
    return cluster;
  }

  WorkflowClient client() {
    return client;
  }

  CrashRequest request() {
    return request;
  }

  /** The task queue that only this lane's workers poll. */
  String queue() {
    return "lockkeeper-" + name;
  }

  /** Kills the worker without warning. The one that waits does not poll yet. */
  void killWorker() {
    if (active != null) {
      active.kill9();
      active = null;
    }
  }

  /** Lets the worker poll that has waited, and gets another one ready. */
  void nextWorker() {
    active = standby;
    active.go();
    standby = startWorker();
  }

  /** Lets the one that waits poll as well; nobody is ready to take over from then on. */
  CrashWorkerProcess secondWorker() {
    standby.go();
    return standby;
  }

  /** The worker that polls. */
  CrashWorkerProcess worker() {
    return active();
  }

  /** Holds the worker still, as a machine does that swaps; it knows nothing of it. */
  void holdWorker() {
    active().hold();
  }

  /** Ends {@link #holdWorker()}. */
  void letWorkerGo() {
    active().letGo();
  }

  private CrashWorkerProcess active() {
    if (active == null) {
      throw new IllegalStateException(name + " has no worker now");
    }
    return active;
  }

  /** A worker must be there at the beginning of an attempt. */
  void ensureWorker() {
    if (active == null || !active.isAlive()) {
      nextWorker();
    }
  }

  private CrashWorkerProcess startWorker() {
    LabHost host = cluster.nodes().get(0).host();
    CrashWorkerOrder order =
        new CrashWorkerOrder(
            request.temporalAddress(),
            queue(),
            name,
            host.sshUser(),
            host.knownHosts(),
            host.privateKey(),
            request.patience(),
            request.build());
    workers++;
    return CrashWorkerProcess.start(
        installation, order, request.directory(), name + "-worker-" + workers);
  }

  /** Waits for a mark of a restart job, as the node itself has it. */
  Optional<Point.AtMark> awaitMark(Point.AtMark mark, Duration bound) throws InterruptedException {
    long end = System.nanoTime() + bound.toNanos();
    LabHost host = cluster.node(mark.node()).host();
    while (System.nanoTime() < end) {
      String marks =
          host.run(
                  "sh",
                  "-c",
                  "cat \"$HOME\"/.lockkeeper/jobs/*/*/\"$1\".restart.*/marks 2>/dev/null; true",
                  "marks",
                  mark.node())
              .output();
      if (marks.lines().anyMatch(line -> line.startsWith(mark.mark() + " "))) {
        return Optional.of(mark);
      }
      Thread.sleep(SOON.toMillis());
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    killWorker();
    standby.close();
    network.close();
  }
}
