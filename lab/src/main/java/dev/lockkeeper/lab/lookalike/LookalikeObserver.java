package dev.lockkeeper.lab.lookalike;

import dev.lockkeeper.lab.observer.DownInterval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Watches a cluster of the look-alike from outside: asks every node for its state, 20 times a
 * second unless told otherwise, and in the end reads the ledgers that the servers kept themselves.
 * Knows nothing of the orchestrator.
 */
public final class LookalikeObserver implements AutoCloseable {

  private static final long PAUSE_MILLIS = 50;
  private static final Duration PAUSE = Duration.ofMillis(PAUSE_MILLIS);

  /** Prints the link's target, the fences, and the ledger, each after a line of its own. */
  private static final String LOOK =
      """
      echo "link $(readlink "$1")"
      find "$HOME/.lockkeeper" -path '*fence*' -type f 2>/dev/null | sed 's/^/fence /'
      sed 's/^/event /' "$2/audit.log" 2>/dev/null
      true
      """;

  private final Instant from = Instant.now();
  private final Duration pause;
  private final List<NodeWatch> nodes;
  private final Map<String, Integer> linesBefore = new LinkedHashMap<>();
  private final Map<String, String> settingsBefore = new TreeMap<>();
  private final ReplicaWatch replicas = new ReplicaWatch();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService threads;

  private LookalikeObserver(LookalikeCluster cluster, Duration pause) {
    this.pause = pause;
    this.nodes = cluster.nodes().stream().map(NodeWatch::new).toList();
    this.threads =
        Executors.newScheduledThreadPool(
            nodes.size() + 1,
            work -> {
              Thread thread = new Thread(work, "lookalike-observer");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Begins to watch a cluster that is whole. What its ledgers say until now does not count.
   *
   * @throws dev.lockkeeper.lab.host.LabException if a node does not answer
   */
  public static LookalikeObserver of(LookalikeCluster cluster) {
    return of(cluster, PAUSE);
  }

  /**
   * The same.
   *
   * @param pause between two looks at a node
   */
  public static LookalikeObserver of(LookalikeCluster cluster, Duration pause) {
    LookalikeObserver observer = new LookalikeObserver(cluster, pause);
    cluster.nodes().parallelStream()
        .map(node -> Map.entry(node.name(), look(node)))
        .toList()
        .forEach(
            seen ->
                observer.linesBefore.put(seen.getKey(), lines(seen.getValue(), "event").size()));
    observer.settingsBefore.putAll(cluster.await(cluster.nodes().get(0), view -> true).settings());
    for (NodeWatch node : observer.nodes) {
      observer.every(node::look);
    }
    observer.every(observer::lookForReplicas);
    return observer;
  }

  /** What was seen until now; the observation goes on. */
  public LookalikeReport report(Expectation expected) {
    List<NodeEnd> ends = nodes.parallelStream().map(this::end).toList();
    List<DownInterval> down =
        nodes.stream()
            .flatMap(node -> node.intervals().stream())
            .sorted(Comparator.comparing(DownInterval::from))
            .toList();
    List<AuditEvent> events =
        ends.stream()
            .flatMap(end -> end.events().stream())
            .sorted(Comparator.comparing(AuditEvent::at))
            .toList();
    List<LookalikeViolation> violations = new ArrayList<>(LookalikeRules.twoDown(down));
    violations.addAll(replicas.violations());
    violations.addAll(LookalikeRules.setAgain(events, expected));
    for (NodeEnd end : ends) {
      violations.addAll(LookalikeRules.doneAgain(end.events(), expected));
      violations.addAll(LookalikeRules.atEnd(end, expected, settingsBefore));
    }
    return new LookalikeReport(
        from,
        Instant.now(),
        violations.stream()
            .sorted(Comparator.comparing(LookalikeViolation::at))
            .map(LookalikeViolation::sentence)
            .toList(),
        down,
        events,
        nodes.stream().map(NodeWatch::answers).toList(),
        List.copyOf(failures));
  }

  /** Waits until every node answers, but no longer than that: a report says which does not. */
  public void awaitAnswers(Duration bound) throws InterruptedException {
    long end = System.nanoTime() + bound.toNanos();
    while (System.nanoTime() < end && !nodes.stream().allMatch(NodeWatch::isUp)) {
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /** Ends the observation. */
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      threads.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    nodes.forEach(NodeWatch::close);
  }

  private void lookForReplicas() {
    Map<Integer, String> live = new TreeMap<>();
    List<NodeView> views = new ArrayList<>();
    for (NodeWatch watch : nodes) {
      watch.lastView().ifPresent(views::add);
      if (watch.isUp()) {
        live.put(watch.node().id(), watch.node().name());
      }
    }
    if (views.size() == nodes.size()) {
      replicas.look(views, live, Instant.now());
    }
  }

  private NodeEnd end(NodeWatch watch) {
    LookalikeNode node = watch.node();
    List<String> seen = look(node);
    String link = String.join("", lines(seen, "link"));
    String releases = node.link() + "-";
    List<String> ledger = lines(seen, "event");
    int before = linesBefore.getOrDefault(node.name(), 0);
    if (ledger.size() < before) {
      failures.add(node.name() + ": its audit.log lost lines, so what it did is not known");
      before = 0;
    }
    return new NodeEnd(
        node.name(),
        Instant.now(),
        watch.isUp() ? watch.lastView() : Optional.empty(),
        link.startsWith(releases) ? link.substring(releases.length()) : "",
        lines(seen, "fence"),
        AuditEvent.parse(node.name(), ledger.subList(before, ledger.size())));
  }

  private static List<String> look(LookalikeNode node) {
    return node.host()
        .run("sh", "-c", LOOK, "look", node.link(), node.data())
        .orThrow()
        .output()
        .lines()
        .toList();
  }

  private static List<String> lines(List<String> seen, String kind) {
    return seen.stream()
        .filter(line -> line.startsWith(kind + " "))
        .map(line -> line.substring(kind.length() + 1))
        .toList();
  }

  private void every(Runnable look) {
    threads.scheduleWithFixedDelay(
        () -> {
          try {
            look.run();
          } catch (RuntimeException e) {
            // An observer that stops looking must not pass for one that saw nothing.
            failures.add(Instant.now() + " " + e);
          }
        },
        0,
        pause.toMillis(),
        TimeUnit.MILLISECONDS);
  }
}
