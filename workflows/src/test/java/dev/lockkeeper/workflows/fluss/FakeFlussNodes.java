package dev.lockkeeper.workflows.fluss;

import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.HostFacts;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.JobResult;
import dev.lockkeeper.workflows.model.Mark;
import dev.lockkeeper.workflows.model.Release;
import dev.lockkeeper.workflows.model.Target;
import dev.lockkeeper.workflows.model.Version;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A Fluss cluster of three TabletServers and a CoordinatorServer that exists only in memory. It
 * writes down what is done to it, in order, and fails where the test says.
 */
public final class FakeFlussNodes implements FlussNodes {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final long DOWN_MILLIS = 6_500;
  private final List<String> tablets;

  /** Where a call waits until the test lets it go on. */
  public static final class Hold {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    /** Returns when the call is there. */
    public void reached() throws InterruptedException {
      reached.await();
    }

    public void release() {
      released.countDown();
    }
  }

  private record Scripted(FailureReason reason, String message) {}

  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, String> versions = new ConcurrentHashMap<>();
  private final Map<String, Boolean> up = new ConcurrentHashMap<>();
  private final Map<String, Deque<Scripted>> failures = new HashMap<>();
  private final Map<String, List<String>> problems = new HashMap<>();
  private final Map<String, HostFacts> hosts = new ConcurrentHashMap<>();
  private final Deque<Fact> bad = new ArrayDeque<>();
  private final Map<String, Hold> holds = new ConcurrentHashMap<>();
  private final Map<String, String> pretended = new ConcurrentHashMap<>();
  private List<String> singleReplicaTables = List.of();
  private boolean withoutMarks;

  /**
   * @param version what every server runs
   */
  public FakeFlussNodes(String version) {
    this(version, 3);
  }

  public FakeFlussNodes(String version, int tabletServers) {
    tablets = IntStream.rangeClosed(1, tabletServers).mapToObj(i -> "tablet-" + i).toList();
    tablets.forEach(name -> runs(name, version));
    runs("coordinator-1", version);
  }

  /** Lets a server run another version than the rest. */
  public void runs(String node, String version) {
    versions.put(node, version);
    up.put(node, true);
  }

  public void isDown(String node) {
    up.put(node, false);
  }

  public String version(String node) {
    return String.valueOf(versions.get(node));
  }

  public boolean isUp(String node) {
    return Boolean.TRUE.equals(up.get(node));
  }

  /** The next call of this action on this node fails; several calls make several failures. */
  public synchronized void fail(String action, String node, FailureReason reason, String message) {
    failures
        .computeIfAbsent(action + " " + node, key -> new ArrayDeque<>())
        .add(new Scripted(reason, message));
  }

  /** The preflight finds a problem on a node. */
  public void problem(String node, String text) {
    problems.computeIfAbsent(node, key -> new ArrayList<>()).add(text);
  }

  /** The preflight hears this of a node's host. */
  public void host(String node, HostFacts facts) {
    hosts.put(node, facts);
  }

  /** One look at the cluster sees this; several calls make several bad looks in a row. */
  public synchronized void badLook(String name, String value) {
    bad.add(Fact.bad(name, value));
  }

  /** One look is good, before further bad ones. */
  public synchronized void goodLook() {
    bad.add(Fact.good("replicas", "in sync"));
  }

  public void singleReplicaTables(String... tables) {
    singleReplicaTables = List.of(tables);
  }

  /** Observing the node shows this version, whatever was installed. */
  public void pretend(String node, String version) {
    pretended.put(node, version);
  }

  /** Jobs end without having reached any of their marks. */
  public void withoutMarks() {
    withoutMarks = true;
  }

  /** The action on this node waits, heartbeating, until it is released or cancelled. */
  public Hold hold(String action, String node) {
    Hold hold = new Hold();
    holds.put(action + " " + node, hold);
    return hold;
  }

  /** Everything that was done or looked at, in order. */
  public List<String> log() {
    synchronized (log) {
      return List.copyOf(log);
    }
  }

  /** What changed servers, in order: restarts, stops, starts. */
  public List<String> actions() {
    return log().stream()
        .filter(
            line ->
                line.startsWith("restart ")
                    || line.startsWith("stop ")
                    || line.startsWith("start "))
        .toList();
  }

  /** Everything from the first safety check or stop on: the part whose order is fixed. */
  public List<String> logFrom(String first) {
    List<String> all = log();
    return all.indexOf(first) < 0 ? List.of() : all.subList(all.indexOf(first), all.size());
  }

  @Override
  public ReleaseFacts examineRelease(Release release) {
    begin("examine", "release");
    return new ReleaseFacts("fluss-" + release.version(), 80_000_000, 90_000_000);
  }

  @Override
  public NodeInspection inspect(Target node, FlussRole role, Release release, ReleaseFacts facts) {
    String name = node.node().name();
    begin("inspect", name);
    return new NodeInspection(
        name,
        isUp(name) ? server(name) : null,
        "/opt/fluss-" + version(name),
        "/opt/" + facts.directory(),
        problems.getOrDefault(name, List.of()),
        List.of(),
        hosts.get(name));
  }

  @Override
  public ClusterHealth health(FlussView view, int tabletServers) {
    begin("health", "cluster");
    return health(null);
  }

  @Override
  public String stage(Target node, Release release, ReleaseFacts facts, NodeInspection inspection) {
    begin("stage", node.node().name());
    return inspection.newHome();
  }

  @Override
  public ConfigurationChange configure(
      Target node,
      FlussRole role,
      NodeInspection inspection,
      String version,
      Map<String, String> options) {
    begin("configure", node.node().name());
    return new ConfigurationChange("+ changed on " + node.node().name() + "\n", 9123, List.of());
  }

  @Override
  public ConfigurationChange previewConfiguration(
      Target node,
      FlussRole role,
      NodeInspection inspection,
      Release release,
      ReleaseFacts facts,
      Map<String, String> options) {
    begin("preview", node.node().name());
    return new ConfigurationChange("+previewed: true", 9123, List.of());
  }

  @Override
  public ClusterHealth safeToStop(
      FlussView view, FlussRole role, @Nullable Integer serverId, boolean singleReplicaWaived) {
    String name = name(role, serverId);
    begin("safety", name);
    ClusterHealth health = health(serverId);
    return singleReplicaTables.isEmpty() || singleReplicaWaived || role != FlussRole.TABLET_SERVER
        ? health
        : new ClusterHealth(
            health
                .evidence()
                .plus(List.of(Fact.bad("single-replica", singleReplicaTables.toString()))),
            health.registration(),
            singleReplicaTables);
  }

  @Override
  public Evidence safeToRetry(
      FlussView view,
      FlussRole role,
      @Nullable Integer serverId,
      int tabletServers,
      boolean singleReplicaWaived) {
    begin("safe-to-retry", name(role, serverId));
    return health(serverId).evidence();
  }

  @Override
  public JobResult restart(JobName job, Target node, ServerChange change) {
    String name = node.node().name();
    String step = job.step().equals("restart") ? "" : " by " + job.step();
    up.put(name, false);
    begin("restart", name, " #" + job.attempt() + step);
    versions.put(name, change.to().replace("/opt/fluss-", ""));
    up.put(name, true);
    return result(job, marks("stopping", 0), marks("listening", DOWN_MILLIS));
  }

  @Override
  public JobResult stop(JobName job, Target node, ServerChange change) {
    String name = node.node().name();
    begin("stop", name, " #" + job.attempt());
    up.put(name, false);
    return result(job, marks("stopping", 0));
  }

  @Override
  public JobResult start(JobName job, Target node, ServerChange change) {
    String name = node.node().name();
    begin("start", name, " #" + job.attempt());
    versions.put(name, change.to().replace("/opt/fluss-", ""));
    up.put(name, true);
    return result(job, marks("listening", DOWN_MILLIS));
  }

  /**
   * A 0.6 CoordinatorServer never takes a newer TabletServer back (observed with 0.6.0 and 0.7.0).
   */
  @Override
  public Evidence awaitRecovery(FlussView view, Recovery recovery) {
    String name = name(recovery.role(), recovery.serverId());
    begin("in-sync", name);
    List<String> down = up.keySet().stream().filter(node -> !isUp(node)).sorted().toList();
    if (!down.isEmpty()) {
      throw failure(FailureReason.UNHEALTHY, "down: " + down);
    }
    boolean oldCoordinator = Version.of(version("coordinator-1")).line().equals("0.6");
    List<String> strangers =
        tablets.stream()
            .filter(tablet -> !Version.of(version(tablet)).line().equals("0.6"))
            .toList();
    if (oldCoordinator && !strangers.isEmpty()) {
      throw failure(FailureReason.UNHEALTHY, "out of sync: " + strangers);
    }
    return good();
  }

  @Override
  public RunningServer awaitReturn(
      FlussView view, Recovery recovery, Target node, NodeInspection inspection) {
    awaitRecovery(view, recovery);
    return server(node.node().name());
  }

  @Override
  public RunningServer observe(Target node, FlussRole role, NodeInspection inspection) {
    begin("observe", node.node().name());
    return server(node.node().name());
  }

  private ClusterHealth health(@Nullable Integer serverId) {
    Evidence evidence = good();
    synchronized (this) {
      Fact next = bad.poll();
      if (next != null) {
        evidence = new Evidence(List.of(next), NOON);
      }
    }
    return new ClusterHealth(evidence, serverId == null ? 0 : 100 + serverId, singleReplicaTables);
  }

  private static Evidence good() {
    return new Evidence(List.of(Fact.good("replicas", "all in sync")), NOON);
  }

  private RunningServer server(String name) {
    return new RunningServer(
        4711,
        pretended.getOrDefault(name, version(name)),
        "/opt/fluss-" + version(name),
        "/opt/fluss-" + version(name) + "/conf",
        "fluss",
        tablets.contains(name) ? tablets.indexOf(name) + 1 : null);
  }

  private String name(FlussRole role, @Nullable Integer serverId) {
    return role == FlussRole.TABLET_SERVER && serverId != null
        ? tablets.get(serverId - 1)
        : "coordinator-1";
  }

  private List<Mark> marks(String name, long after) {
    return withoutMarks ? List.of() : List.of(new Mark(name, NOON.plusMillis(after)));
  }

  @SafeVarargs
  private static JobResult result(JobName job, List<Mark>... marks) {
    List<Mark> all = new ArrayList<>();
    for (List<Mark> some : marks) {
      all.addAll(some);
    }
    return new JobResult(0, DOWN_MILLIS / 1000.0, all, "done", job.directory() + "/output");
  }

  private void begin(String action, String node) {
    begin(action, node, "");
  }

  private void begin(String action, String node, String more) {
    log.add(action + " " + node + more);
    waitIfHeld(action + " " + node);
    Scripted next;
    synchronized (this) {
      Deque<Scripted> scripted = failures.get(action + " " + node);
      next = scripted == null ? null : scripted.poll();
    }
    if (next != null) {
      throw failure(next.reason(), next.message());
    }
  }

  /** Waits as a real activity does: it heartbeats and ends when it is cancelled. */
  private void waitIfHeld(String call) {
    Hold hold = holds.remove(call);
    if (hold == null) {
      return;
    }
    hold.reached.countDown();
    try {
      while (!hold.released.await(20, java.util.concurrent.TimeUnit.MILLISECONDS)) {
        Activity.getExecutionContext().heartbeat("waiting");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(FailureReason.DEFECT, "interrupted");
    } catch (io.temporal.client.ActivityCanceledException e) {
      log.add("cancelled " + call);
      throw e;
    }
  }

  private static ApplicationFailure failure(FailureReason reason, String message) {
    return ApplicationFailure.newNonRetryableFailure(message, reason.name());
  }
}
