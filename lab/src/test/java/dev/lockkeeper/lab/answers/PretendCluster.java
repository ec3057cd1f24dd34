package dev.lockkeeper.lab.answers;

import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.FenceClaim;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A cluster of two servers that exists only in memory. It writes down what is done to it, in order,
 * and waits or fails where the test says.
 */
final class PretendCluster {
  static final List<String> NODES = List.of("node-1", "node-2");
  static final String OLD = "1.0.0";
  static final String NEW = "2.0.0";
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final long BEAT_MILLIS = 20;

  /** Where a call waits until the test lets it go on. */
  static final class Hold {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    /** Returns when the call is there. */
    void reached() throws InterruptedException {
      reached.await();
    }
  }

  private final List<String> log = new ArrayList<>();
  private final Deque<String> badLooks = new ArrayDeque<>();
  private final List<String> failures = new ArrayList<>();
  private final Map<String, String> versions = new ConcurrentHashMap<>();
  private final Map<String, FenceClaim> fences = new ConcurrentHashMap<>();
  private final Map<String, Hold> holds = new ConcurrentHashMap<>();
  private final Map<String, String> settings = new ConcurrentHashMap<>(Map.of("auto-move", "on"));

  PretendCluster() {
    NODES.forEach(node -> versions.put(node, OLD));
  }

  /** The next call of this name waits, heartbeating, until it is let go or cancelled. */
  Hold hold(String call) {
    Hold hold = new Hold();
    holds.put(call, hold);
    return hold;
  }

  /** Lets everything go on that waits, or would. */
  void letGo() {
    Collection<Hold> all = List.copyOf(holds.values());
    holds.clear();
    all.forEach(hold -> hold.released.countDown());
  }

  /** The next call of this name fails; several calls make several failures. */
  synchronized void fail(String call) {
    failures.add(call);
  }

  /** The next look at the cluster sees something that speaks against going on. */
  synchronized void badLook(String what) {
    badLooks.add(what);
  }

  /** Everything that was done or looked at, in order. */
  synchronized List<String> log() {
    return List.copyOf(log);
  }

  /** The jobs that were begun on nodes, with their attempts. */
  List<String> jobs() {
    return log().stream().filter(line -> line.startsWith("restart ")).toList();
  }

  /** The jobs that ran to their end. */
  List<String> endedJobs() {
    return log().stream().filter(line -> line.startsWith("end of restart ")).toList();
  }

  Map<String, String> versions() {
    return Map.copyOf(versions);
  }

  Map<String, FenceClaim> fences() {
    return fences;
  }

  String setting(String name) {
    return String.valueOf(settings.get(name));
  }

  String set(String name, String value) {
    begin("write " + name + " " + value, "");
    settings.put(name, value);
    return value;
  }

  void restart(String node, int attempt, String version) {
    begin("restart " + node, " #" + attempt);
    versions.put(node, version);
    synchronized (this) {
      log.add("end of restart " + node);
    }
  }

  Evidence look(String node) {
    begin("look " + node, "");
    synchronized (this) {
      String bad = badLooks.poll();
      // The number shows that the look is a fresh one.
      Fact seen =
          bad == null ? Fact.good("look", "number " + looks(node)) : Fact.bad("replicas", bad);
      return new Evidence(List.of(seen), NOON);
    }
  }

  synchronized long looks(String node) {
    return log.stream().filter(("look " + node)::equals).count();
  }

  /** Writes the call down; waits or fails if the test wants it. */
  void begin(String call, String more) {
    synchronized (this) {
      log.add(call + more);
    }
    waitIfHeld(call);
    synchronized (this) {
      if (failures.remove(call)) {
        throw ApplicationFailure.newNonRetryableFailure(
            "did not stop", FailureReason.TIMEOUT.name());
      }
    }
  }

  /** Waits as a real activity does: it heartbeats and ends when it is cancelled. */
  private void waitIfHeld(String call) {
    Hold hold = holds.get(call);
    if (hold == null) {
      return;
    }
    hold.reached.countDown();
    try {
      while (!hold.released.await(BEAT_MILLIS, TimeUnit.MILLISECONDS)) {
        Activity.getExecutionContext().heartbeat("waiting");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ApplicationFailure.newFailure("the worker stops", FailureReason.DEFECT.name());
    }
  }
}
