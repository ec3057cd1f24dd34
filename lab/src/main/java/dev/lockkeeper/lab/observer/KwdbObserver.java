package dev.lockkeeper.lab.observer;

import dev.lockkeeper.lab.kwdb.KwdbCluster;
import dev.lockkeeper.lab.kwdb.KwdbNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Watches a look-alike KWDB cluster from outside: connects to every server 20 times a second, looks
 * at the processes of every host 5 times, and asks the SQL layer itself, past all nodes, which
 * ranges have a quorum.
 */
public final class KwdbObserver implements AutoCloseable {
  /** What the upgrade promises of the cluster meanwhile. */
  public enum Promise {
    /** One node at a time is away, and every range has a quorum. */
    SERVES,
    /** It may be away as a whole. */
    STOPS
  }

  private static final long CONNECT_MILLIS = 50;
  private static final long LOOK_MILLIS = 200;
  private static final long ASK_MILLIS = 500;
  private static final String SETTINGS =
      "SELECT string_agg(name || '=' || extract(epoch FROM value::interval), ' ' ORDER BY name)"
          + " FROM lab.settings WHERE name <> 'version'";
  private static final String WITHOUT_QUORUM =
      "SELECT count(*) FROM lab.ranges"
          + " WHERE cardinality(lab.living(replicas)) < cardinality(replicas) / 2 + 1";

  private final KwdbCluster cluster;
  private final Promise promise;
  private final Instant from = Instant.now();
  private final String settings;
  private final List<PortWatch> ports;
  private final List<ProcessWatch> processes;
  private final AtomicLong readings = new AtomicLong();
  private final Queue<Violation> unavailable = new ConcurrentLinkedQueue<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService threads;

  private KwdbObserver(KwdbCluster cluster, Promise promise) {
    this.cluster = cluster;
    this.promise = promise;
    this.settings = cluster.sql(SETTINGS);
    this.ports =
        cluster.nodes().stream()
            .map(node -> new PortWatch(node.name(), node.host().address(), KwdbNode.PORT))
            .toList();
    this.processes =
        cluster.nodes().stream()
            .map(node -> new ProcessWatch(node.name(), new KwdbServers(node)))
            .toList();
    this.threads =
        Executors.newScheduledThreadPool(
            ports.size() + 2,
            work -> {
              Thread thread = new Thread(work, "lab-observer");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Begins to watch. Servers that run now do not count as started. */
  public static KwdbObserver of(KwdbCluster cluster, Promise promise) {
    KwdbObserver observer = new KwdbObserver(cluster, promise);
    observer.ports.forEach(port -> observer.every(CONNECT_MILLIS, port::look));
    observer.every(LOOK_MILLIS, () -> observer.processes.forEach(ProcessWatch::look));
    if (promise == Promise.SERVES) {
      observer.every(ASK_MILLIS, observer::askForRanges);
    }
    return observer;
  }

  /**
   * What was seen until now, and what the upgrade has left behind if this is its end.
   *
   * @param clusterName as requests call it
   */
  public ObserverReport reportAtTheEnd(String clusterName) {
    List<DownInterval> down =
        ports.stream()
            .flatMap(port -> port.intervals().stream())
            .sorted(Comparator.comparing(DownInterval::from))
            .toList();
    List<Violation> violations =
        Stream.of(
                processes.stream().flatMap(process -> process.violations().stream()),
                unavailable.stream(),
                together(down).stream(),
                left(clusterName).stream())
            .flatMap(all -> all)
            .sorted(Comparator.comparing(Violation::at))
            .toList();
    return new ObserverReport(
        from,
        Instant.now(),
        down,
        processes.stream()
            .flatMap(process -> process.starts().stream())
            .sorted(Comparator.comparing(ServerStart::at))
            .toList(),
        violations,
        ports.stream().mapToLong(PortWatch::connections).sum(),
        readings.get(),
        List.copyOf(failures));
  }

  private List<Violation> together(List<DownInterval> down) {
    if (promise == Promise.STOPS) {
      return List.of();
    }
    Set<String> names = cluster.nodes().stream().map(KwdbNode::name).collect(Collectors.toSet());
    return Observer.together(down, names).stream()
        .map(one -> new Violation(Violation.Kind.TWO_NODES_DOWN, one.at(), one.subject()))
        .toList();
  }

  private void askForRanges() {
    String count = cluster.sql(WITHOUT_QUORUM);
    readings.incrementAndGet();
    if (!count.equals("0")) {
      unavailable.add(
          new Violation(
              Violation.Kind.RANGES_UNAVAILABLE, Instant.now(), count + " ranges have no quorum"));
    }
  }

  private List<Violation> left(String clusterName) {
    List<Violation> left = new ArrayList<>();
    String now = cluster.sql(SETTINGS);
    if (!now.equals(settings)) {
      left.add(
          new Violation(
              Violation.Kind.SETTING_LEFT, Instant.now(), now + " instead of " + settings));
    }
    for (KwdbNode node : cluster.nodes()) {
      if (node.host()
          .run("test", "-e", node.host().home() + "/.lockkeeper/fences/" + clusterName)
          .succeeded()) {
        left.add(new Violation(Violation.Kind.FENCE_LEFT, Instant.now(), node.name()));
      }
    }
    return left;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      threads.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void every(long millis, Runnable look) {
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
        millis,
        TimeUnit.MILLISECONDS);
  }
}
