package dev.lockkeeper.workflows.databend;

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

/**
 * A Databend cluster that exists only in memory. It writes down what is done to it, in order, and
 * fails where the test says.
 */
public final class FakeDatabendNodes implements DatabendNodes {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private record Scripted(FailureReason reason, String message) {}

  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, HostFacts> hosts = new ConcurrentHashMap<>();
  private final Map<String, String> versions = new ConcurrentHashMap<>();
  private final String installed;
  private final Map<String, Deque<Scripted>> failures = new HashMap<>();
  private final Map<String, DataVersion> onDisk = new ConcurrentHashMap<>();
  private final Set<String> jobs = ConcurrentHashMap.newKeySet();
  private volatile String leader = "meta-1";

  /**
   * @param version what every daemon runs
   */
  public FakeDatabendNodes(String version) {
    installed = version;
  }

  /** The next call of this action on this node fails. */
  public synchronized void fail(String action, String node, FailureReason reason, String message) {
    failures
        .computeIfAbsent(action + " " + node, key -> new ArrayDeque<>())
        .add(new Scripted(reason, message));
  }

  /** Lets a node run another version than the rest. */
  public void runs(String node, String version) {
    versions.put(node, version);
  }

  /** The form of a meta node's data. */
  public void onDisk(String node, DataVersion data) {
    onDisk.put(node, data);
  }

  public String version(String node) {
    return versions.getOrDefault(node, installed);
  }

  /** What changed something, in order. */
  public List<String> actions() {
    synchronized (log) {
      return List.copyOf(log);
    }
  }

  private synchronized void does(String action, String node) {
    Deque<Scripted> scripted = failures.get(action + " " + node);
    if (scripted != null && !scripted.isEmpty()) {
      Scripted failure = scripted.remove();
      throw ApplicationFailure.newNonRetryableFailure(
          failure.message(), failure.reason().name(), List.of());
    }
  }

  private Evidence fine() {
    return new Evidence(List.of(Fact.good("cluster", "whole")), NOON);
  }

  /** The preflight hears this of a node's host. */
  public void host(String node, HostFacts facts) {
    hosts.put(node, facts);
  }

  @Override
  public ReleaseFacts examineRelease(Release release) {
    does("release", release.version());
    return new ReleaseFacts(1, 2);
  }

  @Override
  public NodeInspection inspect(
      Target node, DatabendRole role, Release release, ReleaseFacts facts) {
    String name = node.node().name();
    boolean isQuery = role == DatabendRole.QUERY;
    MetaBinary meta = Binaries.meta(version(name));
    Daemon daemon =
        new Daemon(
            role,
            node,
            "/etc/databend.toml",
            "",
            "127.0.0.1:8080",
            "127.0.0.1:8000",
            isQuery ? "tenant/default" : "",
            isQuery ? -1 : Long.parseLong(name.substring(name.length() - 1)),
            null);
    return new NodeInspection(
        name,
        daemon,
        isQuery ? Binaries.query(version(name)) : null,
        isQuery ? null : meta,
        isQuery ? null : onDisk.getOrDefault(name, meta.working()),
        "/opt/databend-" + version(name),
        "/opt/databend-" + release.version(),
        List.of(),
        List.of(),
        hosts.get(name));
  }

  @Override
  public StagedRelease stage(Target node, Release release, NodeInspection inspection) {
    does("stage", node.node().name());
    return new StagedRelease(
        "unpacked", Binaries.query(release.version()), Binaries.meta(release.version()));
  }

  @Override
  public QuerySight queries(ClusterView view) {
    does("queries", "cluster");
    return new QuerySight(fine(), "");
  }

  @Override
  public QuerySight querySafeToStop(ClusterView view, String node, boolean onlyNodeWaived) {
    does("safety", node);
    return new QuerySight(fine(), "");
  }

  @Override
  public String drain(Daemon query, Duration limit) {
    does("drain", query.name());
    log.add("drain " + query.name());
    return "none";
  }

  @Override
  public QuerySight awaitQuery(ClusterView view, Settling settling) {
    does("settled", settling.node());
    return new QuerySight(fine(), version(settling.node()));
  }

  @Override
  public MetaSight metas(ClusterView view) {
    does("metas", "cluster");
    return new MetaSight(fine(), leader, "", List.of());
  }

  @Override
  public MetaSight metaSafeToStop(ClusterView view, String node, boolean quorumWaived) {
    does("safety", node);
    return new MetaSight(fine(), leader, "", List.of());
  }

  @Override
  public String transferLeadership(ClusterView view, String from, Duration limit) {
    does("transfer", from);
    log.add("transfer from " + from);
    leader =
        view.of(DatabendRole.META).stream()
            .map(Daemon::name)
            .filter(name -> !name.equals(from))
            .findFirst()
            .orElseThrow();
    return leader + " leads";
  }

  @Override
  public MetaSight awaitMeta(ClusterView view, Settling settling) {
    does("caught-up", settling.node());
    return new MetaSight(
        fine(), leader, version(settling.node()), List.of("From: V003", "To: V004"));
  }

  @Override
  public Backup backup(JobName job, Daemon meta, NodeInspection inspection) {
    isNew(job);
    does("backup", meta.name());
    log.add("backup " + meta.name());
    return new Backup(meta.name(), "/home/db/meta.db", 100, DataVersion.V004);
  }

  @Override
  public JobResult restart(JobName job, DaemonChange change) {
    isNew(job);
    does("restart", job.node());
    return changed("restart", change);
  }

  @Override
  public JobResult stop(JobName job, DaemonChange change) {
    isNew(job);
    does("stop", job.node());
    log.add("stop " + job.node());
    return result();
  }

  @Override
  public JobResult start(JobName job, DaemonChange change) {
    isNew(job);
    does("start", job.node());
    return changed("start", change);
  }

  /** On a node, a job of a known name is that job: it is not done again. */
  private void isNew(JobName job) {
    if (!jobs.add(job.directory())) {
      throw ApplicationFailure.newNonRetryableFailure(
          "there is a job " + job.directory() + " already", "REPEATED");
    }
  }

  private JobResult changed(String action, DaemonChange change) {
    String version = change.to().replace("/opt/databend-", "");
    versions.put(change.daemon().name(), version);
    log.add(action + " " + change.daemon().name() + " on " + version);
    return result();
  }

  private static JobResult result() {
    return new JobResult(
        0,
        1,
        List.of(new Mark("stopping", NOON), new Mark("listening", NOON.plusSeconds(1))),
        "",
        "~/log");
  }

  @Override
  public String observe(ClusterView view, String node) {
    does("observe", node);
    return version(node);
  }
}
