package dev.lockkeeper.lab.observer;

import dev.lockkeeper.lab.fluss.ClusterStateReader;
import dev.lockkeeper.lab.fluss.FlussCluster;
import dev.lockkeeper.lab.fluss.FlussNode;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Watches a Fluss cluster from outside: connects to every server 40 times a second, looks at the
 * processes of every host 10 times and at the state in ZooKeeper 5 times a second.
 */
public final class Observer implements AutoCloseable {

  private static final long CONNECT_MILLIS = 25;
  private static final long PROCESS_MILLIS = 100;
  private static final long STATE_MILLIS = 200;

  private final Instant from = Instant.now();
  private final List<PortWatch> ports;
  private final List<ProcessWatch> processes;
  private final StateWatch state = new StateWatch();
  private final ClusterStateReader reader;
  private final Set<String> tablets;
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService threads;

  private Observer(FlussCluster cluster) {
    this.ports =
        cluster.nodes().stream()
            .map(node -> new PortWatch(node.name(), node.host().address(), node.port()))
            .toList();
    this.processes =
        cluster.nodes().stream()
            .map(node -> new ProcessWatch(node.name(), new FlussServers(node)))
            .toList();
    this.reader = cluster.reader();
    this.tablets =
        cluster.nodes().stream()
            .filter(node -> node.role() == FlussNode.Role.TABLET_SERVER)
            .map(FlussNode::name)
            .collect(Collectors.toSet());
    // One thread for each watch of ports, which may wait for a silent host, and two for the rest.
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
  public static Observer of(FlussCluster cluster) {
    Observer observer = new Observer(cluster);
    for (PortWatch port : observer.ports) {
      observer.every(CONNECT_MILLIS, port::look);
    }
    observer.every(PROCESS_MILLIS, () -> observer.processes.forEach(ProcessWatch::look));
    observer.every(STATE_MILLIS, () -> observer.state.look(observer.reader));
    return observer;
  }

  /** What was seen until now; the observation goes on. */
  public ObserverReport report() {
    List<DownInterval> down =
        ports.stream()
            .flatMap(port -> port.intervals().stream())
            .sorted(Comparator.comparing(DownInterval::from))
            .toList();
    List<Violation> violations =
        Stream.of(
                processes.stream().flatMap(process -> process.violations().stream()),
                state.violations().stream(),
                together(down, tablets).stream())
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
        state.readings(),
        Stream.concat(state.blindSpots().stream(), failures.stream()).toList());
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
    reader.close();
  }

  /** Each two intervals of different tablets that have a moment in common. */
  static List<Violation> together(List<DownInterval> intervals, Set<String> tablets) {
    List<DownInterval> ofTablets =
        intervals.stream().filter(interval -> tablets.contains(interval.node())).toList();
    List<Violation> violations = new ArrayList<>();
    for (int i = 0; i < ofTablets.size(); i++) {
      for (DownInterval second : ofTablets.subList(i + 1, ofTablets.size())) {
        DownInterval first = ofTablets.get(i);
        if (!first.node().equals(second.node()) && first.overlaps(second)) {
          Instant at = first.from().isAfter(second.from()) ? first.from() : second.from();
          violations.add(
              new Violation(
                  Violation.Kind.TWO_TABLETS_DOWN, at, first.node() + " and " + second.node()));
        }
      }
    }
    return violations;
  }

  private void every(long millis, Look look) {
    threads.scheduleWithFixedDelay(
        () -> {
          try {
            look.look();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (RuntimeException e) {
            // An observer that stops looking must not pass for one that saw nothing.
            failures.add(Instant.now() + " " + e);
          }
        },
        0,
        millis,
        TimeUnit.MILLISECONDS);
  }

  private interface Look {
    void look() throws InterruptedException;
  }
}
