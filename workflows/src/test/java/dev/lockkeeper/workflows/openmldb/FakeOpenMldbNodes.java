package dev.lockkeeper.workflows.openmldb;

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
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * An OpenMLDB cluster that exists only in memory. It writes down what is done to it, in order, and
 * fails where the test says. Endpoints are the names of the nodes.
 */
public final class FakeOpenMldbNodes implements OpenMldbNodes {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private record Scripted(FailureReason reason, String message) {}

  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, HostFacts> hosts = new ConcurrentHashMap<>();
  private final Map<String, String> versions = new ConcurrentHashMap<>();
  private final Map<String, Deque<Scripted>> failures = new HashMap<>();
  private final Map<String, String> details = new ConcurrentHashMap<>();
  private final Deque<Fact> bad = new ArrayDeque<>();
  private final String before;
  private volatile boolean autoFailover;
  private volatile String leader = "nameserver-1";
  private volatile @Nullable Boolean flagOfTheNextLeader;
  private volatile List<String> singleCopyTables = List.of();
  private volatile @Nullable String notServing;
  private volatile long lastOperation = 41;

  /**
   * @param version what every server runs
   */
  public FakeOpenMldbNodes(String version) {
    before = version;
  }

  /** The operator's setting. */
  public FakeOpenMldbNodes autoFailover(boolean value) {
    autoFailover = value;
    return this;
  }

  public boolean autoFailover() {
    return autoFailover;
  }

  /** Who leads. */
  public FakeOpenMldbNodes leader(String name) {
    leader = name;
    return this;
  }

  /** A nameserver that begins to lead stores this, whatever was set. */
  public void flagOfTheNextLeader(boolean value) {
    flagOfTheNextLeader = value;
  }

  public void singleCopyTables(String... tables) {
    singleCopyTables = List.of(tables);
  }

  /** This nameserver says no version until another one has restarted. */
  public void servesOnlyWhenItLeads(String name) {
    notServing = name;
  }

  /** The next such call fails; several calls make several failures. */
  public synchronized void fail(String call, FailureReason reason, String message) {
    failures.computeIfAbsent(call, key -> new ArrayDeque<>()).add(new Scripted(reason, message));
  }

  /** One look whether it is safe sees this. */
  public synchronized void badLook(String name, String value) {
    bad.add(Fact.bad(name, value));
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
        .filter(
            line -> line.matches("(restart|drain|recover|auto_failover|rebalance|quiet|growth).*"))
        .toList();
  }

  /** With what arguments an action was last done on a node. */
  public String detail(String call) {
    return String.valueOf(details.get(call));
  }

  public String version(String node) {
    return versions.getOrDefault(node, before);
  }

  /** The preflight hears this of a node's host. */
  public void host(String node, HostFacts facts) {
    hosts.put(node, facts);
  }

  @Override
  public ReleaseFacts examineRelease(Release release) {
    begin("examine release");
    return new ReleaseFacts("openmldb-" + release.version() + "-linux", 80_000_000, 90_000_000);
  }

  @Override
  public ServerInspection inspect(
      Target node, OpenMldbRole role, Release release, ReleaseFacts facts) {
    String name = node.node().name();
    begin("inspect " + name);
    return new ServerInspection(
        name,
        version(name),
        name,
        name + ":1",
        "/opt/openmldb",
        "/opt/openmldb/.lockkeeper-openmldb-" + release.version(),
        Duration.ofSeconds(10),
        List.of(),
        List.of(),
        hosts.get(name));
  }

  @Override
  public ClusterSight look(OpenMldbView view) {
    begin("look cluster");
    return sight(List.of(Fact.good("partitions", "alive")));
  }

  @Override
  public String stage(
      Target node, Release release, ReleaseFacts facts, ServerInspection inspection) {
    begin("stage " + node.node().name());
    return inspection.staged();
  }

  @Override
  public ConfigurationChange configure(
      Target node, OpenMldbRole role, ServerInspection inspection, List<String> carry) {
    begin("configure " + node.node().name());
    return new ConfigurationChange("+ changed on " + node.node().name() + "\n", List.of());
  }

  @Override
  public ClusterSight safeToStop(
      OpenMldbView view, OpenMldbRole role, String endpoint, SafetyRules rules) {
    begin("safety " + endpoint);
    details.put("safety " + endpoint, rules.toString());
    List<Fact> facts = new ArrayList<>(List.of(Fact.good("partitions", "alive")));
    synchronized (this) {
      Fact next = bad.poll();
      if (next != null) {
        facts.add(next);
      }
    }
    if (role == OpenMldbRole.TABLET && !singleCopyTables.isEmpty()) {
      facts.add(
          rules.singleCopyWaived()
              ? Fact.note("single copy", singleCopyTables.toString())
              : Fact.bad("single copy", singleCopyTables.toString()));
    }
    return sight(facts);
  }

  @Override
  public Evidence safeToRetry(
      OpenMldbView view, OpenMldbRole role, String endpoint, SafetyRules rules) {
    begin("safe-to-retry " + endpoint);
    return new Evidence(List.of(Fact.good("others", "well")), NOON);
  }

  @Override
  public Evidence drain(
      OpenMldbView view, String endpoint, long after, Duration limit, JobName job) {
    begin("drain " + endpoint);
    details.put("drain " + endpoint, "after " + after);
    refuseWhileAutomatic();
    lastOperation++;
    return good();
  }

  @Override
  public JobResult restart(JobName job, Target node, ServerChange change) {
    String name = node.node().name();
    String step = job.step().equals("restart") ? "" : " by " + job.step();
    begin("restart " + name, " #" + job.attempt() + step);
    details.put("restart " + name, change.direction() + " " + change.readiness());
    if (name.equals(leader)) {
      leader = name.equals("nameserver-1") ? "nameserver-2" : "nameserver-1";
      notServing = null;
      Boolean flag = flagOfTheNextLeader;
      if (flag != null) {
        autoFailover = flag;
      }
    }
    versions.put(
        name,
        change.direction() == ServerChange.Direction.FORWARD ? change.release().version() : before);
    return new JobResult(
        0,
        6.5,
        List.of(new Mark("stopping", NOON), new Mark("listening", NOON.plusMillis(6_500))),
        "done",
        job.directory() + "/output");
  }

  @Override
  public NameserverSight awaitNameserver(
      OpenMldbView view,
      ServerInspection inspection,
      ServerChange.Readiness readiness,
      Duration limit) {
    begin("back " + inspection.node());
    boolean silent = inspection.node().equals(notServing);
    if (silent && readiness == ServerChange.Readiness.LISTENS) {
      throw failure(FailureReason.UNHEALTHY, inspection.node() + " says no version");
    }
    return new NameserverSight(silent ? "" : version(inspection.node()), leader, autoFailover);
  }

  @Override
  public Evidence recoverByHand(
      OpenMldbView view, String endpoint, long after, Duration limit, JobName job) {
    begin("recover " + endpoint);
    refuseWhileAutomatic();
    lastOperation++;
    return good();
  }

  @Override
  public String confirm(OpenMldbView view, Recovery recovery, JobName job) {
    begin("confirm " + recovery.endpoint(), " #" + job.attempt());
    details.put("confirm " + recovery.endpoint(), "after " + recovery.after());
    return version(recovery.endpoint());
  }

  @Override
  public String readAutoFailover(OpenMldbView view) {
    begin("read-auto_failover");
    return Boolean.toString(autoFailover);
  }

  @Override
  public String writeAutoFailover(OpenMldbView view, String value) {
    begin("auto_failover " + value);
    autoFailover = Boolean.parseBoolean(value);
    return value;
  }

  @Override
  public Positions positions(OpenMldbView view) {
    begin("positions");
    return new Positions(Map.of("orders.flow/0", new Positions.Position("tablet-1", 7)));
  }

  @Override
  public Positions awaitQuiet(OpenMldbView view, Duration quietFor) {
    begin("quiet");
    return new Positions(Map.of("orders.flow/0", new Positions.Position("tablet-1", 7)));
  }

  @Override
  public Evidence awaitGrowth(OpenMldbView view, Positions positions, Duration limit) {
    begin("growth");
    return good();
  }

  @Override
  public Evidence rebalance(OpenMldbView view, Positions wanted, Duration limit, JobName job) {
    begin("rebalance");
    refuseWhileAutomatic();
    return good();
  }

  @Override
  public String observe(
      Target node, OpenMldbRole role, ServerInspection inspection, Duration limit) {
    begin("observe " + node.node().name());
    return version(node.node().name());
  }

  /** As the vendor's nameserver does. */
  private void refuseWhileAutomatic() {
    if (autoFailover) {
      throw failure(FailureReason.REFUSED, "auto_failover is enabled");
    }
  }

  private ClusterSight sight(List<Fact> facts) {
    return new ClusterSight(
        new Evidence(facts, NOON), autoFailover, lastOperation, leader, singleCopyTables);
  }

  private static Evidence good() {
    return new Evidence(List.of(Fact.good("replicas", "alive")), NOON);
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
      throw failure(next.reason(), next.message());
    }
  }

  private static ApplicationFailure failure(FailureReason reason, String message) {
    return ApplicationFailure.newNonRetryableFailure(message, reason.name());
  }
}
