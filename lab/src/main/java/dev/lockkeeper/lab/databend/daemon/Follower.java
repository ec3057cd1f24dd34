package dev.lockkeeper.lab.databend.daemon;

/** What a leader knows of another node. Guarded by the lock of its {@link RaftNode}. */
final class Follower {
  private int next;
  private int match;
  private int committed;
  private long answeredAt = System.nanoTime();

  Follower(int next) {
    this.next = next;
  }

  /** The first entry to send. */
  int next() {
    return next;
  }

  /** The last entry that it has for certain. */
  int match() {
    return match;
  }

  /** The last entry that it knows to be committed. */
  int committed() {
    return committed;
  }

  /** It has everything that a call held. */
  void took(AppendCall call) {
    answeredAt = System.nanoTime();
    match = Math.max(match, call.last());
    next = match + 1;
    committed = Math.max(committed, call.committed());
  }

  /** It lacks something before what was sent; its log ends at an index. */
  void lacks(long last) {
    answeredAt = System.nanoTime();
    next = (int) Math.max(1, Math.min(next - 1, last + 1));
  }

  boolean answeredWithin(long millis) {
    return System.nanoTime() - answeredAt < millis * 1_000_000;
  }
}
