package dev.lockkeeper.lab.databend;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.lab.databend.DatabendNode.Role;
import dev.lockkeeper.lab.host.HostProcess;
import dev.lockkeeper.lab.observer.DownInterval;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Watches a cluster from outside: asks every daemon's admin API and looks at the processes of every
 * host several times a second. Knows nothing of the orchestrator, and has its own table of what may
 * run beside what.
 */
public final class DatabendObserver implements AutoCloseable {
  private static final long PAUSE_MILLIS = 100;
  private static final String FENCES =
      "find \"$HOME/.lockkeeper\" -path '*fence*' -type f 2>/dev/null; true";

  private final DatabendCluster cluster;
  private final Instant from = Instant.now();
  private final Map<String, Instant> downSince = new ConcurrentHashMap<>();
  private final Queue<DownInterval> down = new ConcurrentLinkedQueue<>();
  private final Map<String, Map<Long, String>> running = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> known = new HashMap<>();
  private final Map<String, Integer> starts = new TreeMap<>();
  private final Set<String> violations = new LinkedHashSet<>();
  private final Queue<String> blindSpots = new ConcurrentLinkedQueue<>();
  private final AtomicLong looks = new AtomicLong();
  private final ScheduledExecutorService threads;

  private DatabendObserver(DatabendCluster cluster) {
    this.cluster = cluster;
    this.threads =
        Executors.newScheduledThreadPool(
            2 * cluster.nodes().size(),
            work -> {
              Thread thread = new Thread(work, "databend-observer");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * What was seen.
   *
   * @param violations what must not have happened, one sentence each
   * @param down when which daemon did not answer
   * @param starts how often each node's daemon was started
   * @param looks how often something was looked at; to see that the observer was awake
   * @param blindSpots what it could not see
   */
  public record Report(
      Instant from,
      Instant to,
      List<String> violations,
      List<DownInterval> down,
      Map<String, Integer> starts,
      long looks,
      List<String> blindSpots) {}

  /** Begins to watch a cluster that is whole. Daemons that run now do not count as started. */
  public static DatabendObserver of(DatabendCluster cluster) {
    DatabendObserver observer = new DatabendObserver(cluster);
    for (DatabendNode node : cluster.nodes()) {
      observer.known.put(node.name(), new HashSet<>());
      observer.processes(node, false);
    }
    for (DatabendNode node : cluster.nodes()) {
      observer.every(() -> observer.ask(node));
      observer.every(() -> observer.processes(node, true));
    }
    return observer;
  }

  /** What was seen until now; the fences are looked for now. */
  public Report report() {
    List<String> all;
    List<DownInterval> intervals = new ArrayList<>(down);
    downSince.forEach((node, since) -> intervals.add(new DownInterval(node, since, Instant.now())));
    synchronized (this) {
      all = new ArrayList<>(violations);
    }
    for (DatabendNode node : cluster.nodes()) {
      String fences = node.host().run("sh", "-c", FENCES).orThrow().output().strip();
      if (!fences.isEmpty()) {
        all.add("fences are left on " + node.name() + ": " + fences);
      }
    }
    synchronized (this) {
      return new Report(
          from,
          Instant.now(),
          all,
          intervals,
          new TreeMap<>(starts),
          looks.get(),
          List.copyOf(blindSpots));
    }
  }

  private void ask(DatabendNode node) {
    Instant before = Instant.now();
    boolean up;
    try {
      JsonNode status =
          cluster.http().json(node, node.role() == Role.META ? "/v1/cluster/status" : "/v1/status");
      up = status.isObject();
    } catch (IOException away) {
      up = false;
    }
    if (up) {
      Instant since = downSince.remove(node.name());
      if (since != null) {
        down.add(new DownInterval(node.name(), since, Instant.now()));
      }
    } else {
      downSince.putIfAbsent(node.name(), before);
      judgeAbsences();
    }
  }

  private synchronized void judgeAbsences() {
    for (Role role : Role.values()) {
      List<String> away =
          cluster.nodes(role).stream()
              .map(DatabendNode::name)
              .filter(downSince::containsKey)
              .toList();
      int left = cluster.nodes(role).size() - away.size();
      if (role == Role.META && left < cluster.nodes(role).size() / 2 + 1) {
        violations.add("no quorum of databend-meta without " + away);
      }
      if (role == Role.QUERY && left == 0) {
        violations.add("no databend-query answered");
      }
    }
  }

  private void processes(DatabendNode node, boolean startsCount) {
    Map<Long, String> now = new TreeMap<>();
    Set<String> identities = new HashSet<>();
    for (HostProcess process : node.host().processes()) {
      String command = String.join(" ", process.commandLine());
      if (command.contains("/libexec/bin/" + node.role().program() + " ")
          && (command.contains(" -c ") || command.contains(" --config-file "))) {
        now.put(process.pid(), command.replaceAll("(?s).*-Dlookalike\\.version=(\\S+).*", "$1"));
        identities.add(process.pid() + "@" + process.startTicks());
      }
    }
    running.put(node.name(), now);
    judgeProcesses(node, identities, startsCount);
  }

  private synchronized void judgeProcesses(
      DatabendNode node, Set<String> identities, boolean startsCount) {
    for (String identity : identities) {
      if (known.get(node.name()).add(identity) && startsCount) {
        int count = starts.merge(node.name(), 1, Integer::sum);
        if (count > 1) {
          violations.add(node.name() + " was started " + count + " times");
        }
      }
    }
    if (identities.size() > 1) {
      violations.add("two daemons ran at once on " + node.name());
    }
    Set<String> metas = versions(Role.META);
    for (String meta : metas) {
      DatabendVersion metaVersion = new DatabendVersion(meta);
      for (String query : versions(Role.QUERY)) {
        if (!new DatabendVersion(query).talksTo(metaVersion)) {
          violations.add("databend-query " + query + " ran beside databend-meta " + meta);
        }
      }
      for (String peer : metas) {
        if (!metaVersion.joins(new DatabendVersion(peer))) {
          violations.add("databend-meta " + meta + " ran beside databend-meta " + peer);
        }
      }
    }
  }

  private Set<String> versions(Role role) {
    Set<String> versions = new LinkedHashSet<>();
    for (DatabendNode node : cluster.nodes(role)) {
      versions.addAll(running.getOrDefault(node.name(), Map.of()).values());
    }
    return versions;
  }

  private void every(Runnable look) {
    threads.scheduleWithFixedDelay(
        () -> {
          try {
            look.run();
            looks.incrementAndGet();
          } catch (RuntimeException e) {
            // An observer that stops looking must not pass for one that saw nothing.
            blindSpots.add(Instant.now() + " " + e);
          }
        },
        0,
        PAUSE_MILLIS,
        TimeUnit.MILLISECONDS);
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
}
