package dev.lockkeeper.starter;

import dev.lockkeeper.workflows.fluss.ClusterHealth;
import dev.lockkeeper.workflows.fluss.ConfigurationChange;
import dev.lockkeeper.workflows.fluss.FlussNodes;
import dev.lockkeeper.workflows.fluss.FlussRole;
import dev.lockkeeper.workflows.fluss.FlussView;
import dev.lockkeeper.workflows.fluss.NodeInspection;
import dev.lockkeeper.workflows.fluss.Recovery;
import dev.lockkeeper.workflows.fluss.ReleaseFacts;
import dev.lockkeeper.workflows.fluss.RunningServer;
import dev.lockkeeper.workflows.fluss.ServerChange;
import dev.lockkeeper.workflows.model.Beat;
import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.JobResult;
import dev.lockkeeper.workflows.model.Mark;
import dev.lockkeeper.workflows.model.Release;
import dev.lockkeeper.workflows.model.Target;
import dev.lockkeeper.workflows.runbook.RunSupport;
import dev.lockkeeper.workflows.runbook.WorkerFacts;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A Fluss cluster that exists only in memory: restarting a server changes its version. */
final class FakeCluster implements FlussNodes, RunSupport {
  static final String OLD = "0.7.0";
  private final Map<String, String> versions = new ConcurrentHashMap<>();
  private final Set<String> failing = ConcurrentHashMap.newKeySet();
  private final Set<String> lost = ConcurrentHashMap.newKeySet();
  private final Map<String, Held> holding = new ConcurrentHashMap<>();
  private final boolean searchAttributes;
  private final Set<String> replaced = ConcurrentHashMap.newKeySet();
  private volatile boolean replicaLost;

  FakeCluster(boolean searchAttributes) {
    this.searchAttributes = searchAttributes;
  }

  /** Every node runs the old release again. */
  void reset() {
    versions.clear();
    failing.clear();
    lost.clear();
    holding.clear();
    replaced.clear();
    replicaLost = false;
  }

  /** From now on another machine answers in the node's place. */
  void replaceMachineOf(String node) {
    replaced.add(node);
  }

  /** From now on no server can be stopped without harm. */
  void loseReplica() {
    replicaLost = true;
  }

  /** Lets the next restart of the node say something and then go on until it is let go. */
  Held holdRestartOf(String node, String said) {
    Held held = new Held(said, new CountDownLatch(1));
    holding.put(node, held);
    return held;
  }

  /** A restart that does not end by itself. */
  record Held(String said, CountDownLatch end) {
    void letGo() {
      end.countDown();
    }

    private void pass() {
      Activity.getExecutionContext().heartbeat(new Beat(said, 12));
      try {
        if (!end.await(60, TimeUnit.SECONDS)) {
          throw new IllegalStateException("a test has not let a restart go");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  /** Lets the first attempt of the node's next restart end as if its worker had stopped. */
  void loseRestartOf(String node) {
    lost.add(node);
  }

  /** Lets the next restart of the node fail. */
  void failRestartOf(String node) {
    failing.add(node);
  }

  @Override
  public WorkerFacts describeWorker() {
    return new WorkerFacts(searchAttributes, "test");
  }

  @Override
  public ReleaseFacts examineRelease(Release release) {
    return new ReleaseFacts("fluss-" + release.version(), 1, 1);
  }

  @Override
  public NodeInspection inspect(Target node, FlussRole role, Release release, ReleaseFacts facts) {
    String name = node.node().name();
    if (replaced.contains(name)) {
      throw ApplicationFailure.newNonRetryableFailure(
          "The host key of " + node.node().host() + " has CHANGED", "REFUSED");
    }
    return new NodeInspection(
        name, server(node), "/opt/fluss-0.7.0", "/opt/fluss-0.9.1", List.of(), List.of());
  }

  @Override
  public ClusterHealth health(FlussView view, int tabletServers) {
    return healthy();
  }

  @Override
  public String stage(Target node, Release release, ReleaseFacts facts, NodeInspection inspection) {
    return "/opt/fluss-0.9.1";
  }

  @Override
  public ConfigurationChange configure(
      Target node,
      FlussRole role,
      NodeInspection inspection,
      String version,
      Map<String, String> options) {
    StringBuilder difference = new StringBuilder("--- server.yaml\n+++ server.yaml\n");
    for (int i = 1; i <= 20; i++) {
      difference.append("+option.").append(i).append(": value\n");
    }
    return new ConfigurationChange(difference.toString(), 9123, List.of());
  }

  @Override
  public ConfigurationChange previewConfiguration(
      Target node,
      FlussRole role,
      NodeInspection inspection,
      Release release,
      ReleaseFacts facts,
      Map<String, String> options) {
    return configure(node, role, inspection, release.version(), options);
  }

  @Override
  public ClusterHealth safeToStop(
      FlussView view, FlussRole role, @Nullable Integer serverId, boolean singleReplicaWaived) {
    if (replicaLost) {
      Fact lostOne = Fact.bad("replicas", "23 of 24 in sync");
      return new ClusterHealth(
          new Evidence(List.of(lostOne), Instant.ofEpochSecond(1_700_000_000)), 7, List.of());
    }
    return healthy();
  }

  @Override
  public JobResult restart(JobName job, Target node, ServerChange change) {
    if (lost.remove(node.node().name())) {
      throw ApplicationFailure.newFailure("the worker stopped before it ended", "WORKER_STOPPING");
    }
    Held held = holding.remove(node.node().name());
    if (held != null) {
      held.pass();
    }
    if (failing.remove(node.node().name())) {
      throw ApplicationFailure.newNonRetryableFailure(
          "exit 1: \u001b[31mNo space left on device", "FAILED_COMMAND");
    }
    versions.put(node.node().name(), change.to().endsWith("0.9.1") ? "0.9.1-incubating" : OLD);
    Instant now = Instant.ofEpochSecond(1_700_000_000);
    List<Mark> marks =
        List.of(new Mark("stopping", now), new Mark("listening", now.plusMillis(4200)));
    return new JobResult(0, 4.2, marks, "", "/tmp/log");
  }

  @Override
  public JobResult stop(JobName job, Target node, ServerChange change) {
    return restart(job, node, change);
  }

  @Override
  public JobResult start(JobName job, Target node, ServerChange change) {
    return restart(job, node, change);
  }

  @Override
  public Evidence awaitRecovery(FlussView view, Recovery recovery) {
    return healthy().evidence();
  }

  @Override
  public RunningServer awaitReturn(
      FlussView view, Recovery recovery, Target node, NodeInspection inspection) {
    return server(node);
  }

  @Override
  public Evidence safeToRetry(
      FlussView view,
      FlussRole role,
      @Nullable Integer serverId,
      int tabletServers,
      boolean singleReplicaWaived) {
    return healthy().evidence();
  }

  @Override
  public RunningServer observe(Target node, FlussRole role, NodeInspection inspection) {
    return server(node);
  }

  private RunningServer server(Target node) {
    String version = versions.getOrDefault(node.node().name(), OLD);
    return new RunningServer(42, version, "/opt/fluss", "/opt/fluss/conf", "fluss", 1);
  }

  private static ClusterHealth healthy() {
    Evidence evidence =
        new Evidence(
            List.of(
                Fact.good("replicas", "24 of 24 in sync"),
                Fact.note("leaders", "8 of 24 lead here")),
            Instant.ofEpochSecond(1_700_000_000));
    return new ClusterHealth(evidence, 7, List.of());
  }
}
