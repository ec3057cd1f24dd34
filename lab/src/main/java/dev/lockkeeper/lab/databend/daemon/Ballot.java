package dev.lockkeeper.lab.databend.daemon;

/** Counts the votes of an election. */
final class Ballot {
  private final int voters;
  private int granted;
  private int counted;

  Ballot(int voters) {
    this.voters = voters;
  }

  synchronized void add(boolean vote) {
    counted++;
    granted += vote ? 1 : 0;
    notifyAll();
  }

  /** Waits for a majority, or until there can be none. */
  synchronized boolean won(int limitMillis) throws InterruptedException {
    long deadline = System.nanoTime() + limitMillis * 1_000_000L;
    while (granted * 2 <= voters && counted < voters && System.nanoTime() < deadline) {
      wait(10);
    }
    return granted * 2 > voters;
  }
}
