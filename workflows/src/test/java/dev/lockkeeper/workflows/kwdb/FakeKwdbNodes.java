package dev.lockkeeper.workflows.kwdb;

import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.HostFacts;
import dev.lockkeeper.workflows.model.JobName;
import dev.lockkeeper.workflows.model.JobResult;
import dev.lockkeeper.workflows.model.Mark;
import dev.lockkeeper.workflows.model.Release;
import dev.lockkeeper.workflows.model.Target;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A KWDB cluster that exists only in memory. It writes down what is done to it, in order, and fails
 * where the test says. Nodes are called by their names.
 */
public final class FakeKwdbNodes implements KwdbNodes {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private record Scripted(FailureReason reason, String message) {}

  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, HostFacts> hosts = new ConcurrentHashMap<>();
  private final Map<String, String> versions = new ConcurrentHashMap<>();
  private final Map<String, Deque<Scripted>> failures = new HashMap<>();
  private final Map<String, Deque<Fact>> bad = new HashMap<>();
  private final Map<String, String> problems = new ConcurrentHashMap<>();
  private final Set<String> lostRows = ConcurrentHashMap.newKeySet();
  private final String before;
  private final @Nullable KwdbMethod method;
  private final Topology topology;
  private volatile String storeDead = "PT30M";

  /**
   * @param version what every node has
   * @param method what its MODE says; absent if there is none
   */
  public FakeKwdbNodes(String version, @Nullable KwdbMethod method, Topology topology) {
    this.before = version;
    this.method = method;
    this.topology = topology;
  }

  /** A multi-replica cluster of 3.0.0. */
  public static FakeKwdbNodes cluster() {
    return new FakeKwdbNodes("3.0.0", KwdbMethod.ROLLING, Topology.MULTI_REPLICA);
  }

  /** The next such call fails; several calls make several failures. */
  public synchronized void fail(String call, FailureReason reason, String message) {
    failures.computeIfAbsent(call, key -> new ArrayDeque<>()).add(new Scripted(reason, message));
  }

  /** The next such look sees this. */
  public synchronized void bad(String call, String name, String value) {
    bad.computeIfAbsent(call, key -> new ArrayDeque<>()).add(Fact.bad(name, value));
  }

  /** A node's inspection has this problem. */
  public void problem(String node, String problem) {
    problems.put(node, problem);
  }

  /** A node has another version than the others. */
  public FakeKwdbNodes has(String node, String version) {
    versions.put(node, version);
    return this;
  }

  /** Everything that was done or looked at, in order. */
  public List<String> log() {
    synchronized (log) {
      return List.copyOf(log);
    }
  }

  /** What changed the cluster, in order. */
  public List<String> actions() {
    return log().stream()
        .filter(line -> line.matches("(?:[A-Z_]+|container|store-dead|move|users|settings) .*"))
        .filter(line -> !line.startsWith("CHECK"))
        .toList();
  }

  public String storeDead() {
    return storeDead;
  }

  public String version(String node) {
    return versions.getOrDefault(node, before);
  }

  /** The preflight hears this of a node's host. */
  public void host(String node, HostFacts facts) {
    hosts.put(node, facts);
  }

  @Override
  public ReleaseFacts examineRelease(Release release, KwdbMethod way, ImageSource imageFrom) {
    begin("examine " + way.word());
    return new ReleaseFacts("kwdb_install", 80_000_000, 90_000_000);
  }

  @Override
  public NodeInspection inspect(
      Target node, String cluster, Release release, KwdbSettings settings) {
    String name = node.node().name();
    begin("inspect " + name);
    String problem = problems.get(name);
    boolean image = settings.method() != null && settings.method().byImage();
    return new NodeInspection(
        name,
        method,
        topology,
        version(name),
        name,
        26257,
        "kaiwudb",
        "--insecure",
        "/home/ops",
        "/home/ops/.lockkeeper/kwdb/" + cluster,
        "/var/lib/kaiwudb",
        List.of(),
        image
            ? new ContainerPlan("kwdb/kwdb:3.0.0", "kwdb/kwdb:3.1.0", "/data", "", "-3.0.0\n+3.1.0")
            : null,
        problem == null ? List.of() : List.of(problem),
        List.of(),
        hosts.get(name));
  }

  @Override
  public Evidence look(KwdbView view, Duration settle) {
    begin("look");
    return evidence("look");
  }

  @Override
  public String stage(Target node, Release release, ReleaseFacts facts, NodeInspection inspection) {
    begin("stage " + node.node().name());
    return inspection.staged();
  }

  @Override
  public Evidence safeToStop(KwdbView view, String address, Duration settle) {
    begin("safety " + address);
    return evidence("safety " + address);
  }

  @Override
  public Evidence safeToRetry(KwdbView view, String address) {
    begin("safe-to-retry " + address);
    return evidence("safe-to-retry " + address);
  }

  @Override
  public JobResult changeServer(JobName job, Target node, ServerChange change) {
    String name = node.node().name();
    begin(change.action() + " " + name, " #" + job.attempt());
    switch (change.action()) {
      case ROLL, UPGRADE, UPGRADE_STOPPED -> versions.put(name, change.to());
      case RESTORE, RESTORE_STOPPED -> versions.put(name, change.from());
      default -> {}
    }
    return result(job);
  }

  @Override
  public JobResult changeContainer(Target node, ContainerSwap swap, JobName job) {
    String name = node.node().name();
    begin("container " + name, " #" + job.attempt());
    versions.put(name, swap.to());
    return result(job);
  }

  @Override
  public JobResult buildSource(JobName job, Target node, SourceSwap swap) {
    begin("BUILD " + node.node().name(), " #" + job.attempt());
    return result(job);
  }

  @Override
  public JobResult changeSource(JobName job, Target node, SourceSwap swap) {
    begin("REPLACE " + node.node().name(), " #" + job.attempt());
    versions.put(node.node().name(), swap.to());
    return result(job);
  }

  @Override
  public String awaitBack(KwdbView view, Comeback comeback) {
    begin("back " + comeback.node());
    return version(comeback.node());
  }

  @Override
  public Evidence awaitWhole(KwdbView view, Duration settle, Duration limit) {
    begin("whole");
    return evidence("whole");
  }

  @Override
  public Tables tables(KwdbView view, List<String> databases) {
    begin("tables");
    return new Tables(List.of("orders.customers", "orders.readings"));
  }

  @Override
  public RowCounts moveTable(TableMove move, JobName job) {
    begin("move " + move.table(), " #" + job.attempt());
    return new RowCounts(move.table(), 7, lostRows.contains(move.table()) ? 6 : 7, "moved");
  }

  @Override
  public String moveRest(TableMove move, MoveKind kind, JobName job) {
    begin((kind == MoveKind.USERS ? "users" : "settings") + " moved");
    return "moved";
  }

  @Override
  public RowCounts countRows(TableMove move) {
    begin("count " + move.table());
    return new RowCounts(move.table(), 7, 7, "counted");
  }

  /** The next move of this table loses a row. */
  public void losesRows(String table) {
    lostRows.add(table);
  }

  /** It does not any more. */
  public void keepsRows() {
    lostRows.clear();
  }

  @Override
  public String readStoreDead(KwdbView view) {
    return storeDead;
  }

  @Override
  public String writeStoreDead(KwdbView view, String value) {
    begin("store-dead " + value);
    storeDead = value;
    return value;
  }

  private Evidence evidence(String call) {
    List<Fact> facts = new ArrayList<>(List.of(Fact.good("replicas", "whole")));
    synchronized (this) {
      Deque<Fact> scripted = bad.get(call);
      Fact next = scripted == null ? null : scripted.poll();
      if (next != null) {
        facts.add(next);
      }
    }
    return new Evidence(facts, NOON);
  }

  private static JobResult result(JobName job) {
    return new JobResult(
        0,
        6.5,
        List.of(new Mark("stopping", NOON), new Mark("listening", NOON.plusMillis(6_500))),
        "done",
        job.directory() + "/output");
  }

  private void begin(String call) {
    begin(call, "");
  }

  private void begin(String call, String more) {
    log.add(call + more);
    Scripted next;
    synchronized (this) {
      Deque<Scripted> scripted = failures.get(call);
      next = scripted == null ? null : scripted.poll();
    }
    if (next != null) {
      throw ApplicationFailure.newNonRetryableFailure(next.message(), next.reason().name());
    }
  }
}
