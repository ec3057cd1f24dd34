package dev.lockkeeper.lab.observer;

import dev.lockkeeper.lab.openmldb.OpenMldbCluster;
import dev.lockkeeper.lab.openmldb.OpenMldbNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Watches a look-alike OpenMLDB cluster from outside: connects to every server 20 times a second,
 * and looks at the processes of every host and at the nameserver's list of replicas 5 times.
 */
public final class OpenMldbObserver implements AutoCloseable {
  private static final long CONNECT_MILLIS = 50;
  private static final long LOOK_MILLIS = 200;

  private final OpenMldbCluster cluster;
  private final Instant from = Instant.now();
  private final String autoFailover;
  private final Map<String, PortWatch> ports = new HashMap<>();
  private final List<ProcessWatch> processes;
  private final ReplicaWatch replicas;
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService threads;

  private OpenMldbObserver(OpenMldbCluster cluster, List<String> databases) throws IOException {
    this.cluster = cluster;
    this.autoFailover = cluster.data().autoFailover();
    for (OpenMldbNode node : cluster.nodes()) {
      ports.put(node.address(), new PortWatch(node.name(), node.host().address(), node.port()));
    }
    this.processes =
        cluster.nodes().stream()
            .map(node -> new ProcessWatch(node.name(), new OpenMldbServers(node)))
            .toList();
    this.replicas = new ReplicaWatch(cluster.data(), databases, this::up);
    this.threads =
        Executors.newScheduledThreadPool(
            ports.size() + 2,
            work -> {
              Thread thread = new Thread(work, "lab-observer");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Begins to watch. Servers that run now do not count as started.
   *
   * @param databases whose partitions must always be served
   */
  public static OpenMldbObserver of(OpenMldbCluster cluster, List<String> databases)
      throws IOException {
    OpenMldbObserver observer = new OpenMldbObserver(cluster, databases);
    observer.ports.values().forEach(port -> observer.every(CONNECT_MILLIS, port::look));
    observer.every(LOOK_MILLIS, () -> observer.processes.forEach(ProcessWatch::look));
    observer.every(LOOK_MILLIS, observer.replicas::look);
    return observer;
  }

  /**
   * What was seen until now, and what the upgrade has left behind if this is its end.
   *
   * @param clusterName as requests call it
   */
  public ObserverReport reportAtTheEnd(String clusterName) throws IOException {
    Set<String> tablets =
        cluster.nodes(OpenMldbNode.Role.TABLET).stream()
            .map(OpenMldbNode::name)
            .collect(Collectors.toSet());
    List<DownInterval> down =
        ports.values().stream()
            .flatMap(port -> port.intervals().stream())
            .sorted(Comparator.comparing(DownInterval::from))
            .toList();
    List<Violation> violations =
        Stream.of(
                processes.stream().flatMap(process -> process.violations().stream()),
                replicas.violations().stream(),
                Observer.together(down, tablets).stream(),
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
        ports.values().stream().mapToLong(PortWatch::connections).sum(),
        replicas.readings(),
        Stream.concat(replicas.blindSpots().stream(), failures.stream()).toList());
  }

  private List<Violation> left(String clusterName) throws IOException {
    List<Violation> left = new ArrayList<>();
    String now = cluster.data().autoFailover();
    if (!now.equals(autoFailover)) {
      left.add(
          new Violation(
              Violation.Kind.SETTING_LEFT,
              Instant.now(),
              "auto_failover is " + now + " and was " + autoFailover));
    }
    for (OpenMldbNode node : cluster.nodes()) {
      if (node.host()
          .run("test", "-e", node.host().home() + "/.lockkeeper/fences/" + clusterName)
          .succeeded()) {
        left.add(new Violation(Violation.Kind.FENCE_LEFT, Instant.now(), node.name()));
      }
    }
    return left;
  }

  private boolean up(String address) {
    PortWatch port = ports.get(address);
    return port != null && port.up();
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
