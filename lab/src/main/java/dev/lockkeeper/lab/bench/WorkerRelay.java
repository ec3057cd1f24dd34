package dev.lockkeeper.lab.bench;

import java.time.Instant;

/** A worker, and another one that is ready to take over. */
final class WorkerRelay implements AutoCloseable {
  private final Surroundings surroundings;
  private final BenchWorkerOrder order;
  private final String name;
  private int workers;
  private BenchWorkerProcess active;
  private BenchWorkerProcess next;

  /**
   * Starts both; the first polls.
   *
   * @param name of their files
   */
  WorkerRelay(Surroundings surroundings, BenchWorkerOrder order, String name) {
    this.surroundings = surroundings;
    this.order = order;
    this.name = name;
    this.active = start().go();
    this.next = start().awaitReady();
  }

  /**
   * Kills the one that polls, and lets the other poll at once.
   *
   * @return when that one began to
   */
  Instant handOver() {
    active.kill9();
    active = next.go();
    return Instant.now();
  }

  /** Gets another one ready, apart from what is measured. */
  void prepareNext() {
    next = start().awaitReady();
  }

  private BenchWorkerProcess start() {
    workers++;
    return BenchWorkerProcess.start(surroundings, order, name + "-" + workers);
  }

  @Override
  public void close() {
    active.close();
    next.close();
  }
}
