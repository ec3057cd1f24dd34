package dev.lockkeeper.lab.lookalike;

import dev.lockkeeper.lab.observer.DownInterval;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks one node for its state again and again, over a connection of its own. */
final class NodeWatch implements AutoCloseable {

  private static final int SILENCE_MILLIS = 1_000;

  private final LookalikeNode node;
  private final List<DownInterval> intervals = new ArrayList<>();
  private @Nullable NodeLine line;
  private @Nullable NodeView last;
  private @Nullable Instant downSince;
  private long answers;

  NodeWatch(LookalikeNode node) {
    this.node = node;
  }

  /** Asks once. A node is down when it cannot be reached, closes, or is silent for a second. */
  void look() {
    Instant before = Instant.now();
    NodeView view;
    try {
      view = NodeView.parse(connected().ask("state"));
    } catch (IOException down) {
      hangUp();
      view = null;
    }
    note(view, before, Instant.now());
  }

  LookalikeNode node() {
    return node;
  }

  /** What it answered last, however long ago. */
  synchronized Optional<NodeView> lastView() {
    return Optional.ofNullable(last);
  }

  synchronized boolean isUp() {
    return last != null && downSince == null;
  }

  synchronized long answers() {
    return answers;
  }

  /** All intervals until now, the open one included. */
  synchronized List<DownInterval> intervals() {
    List<DownInterval> all = new ArrayList<>(intervals);
    Instant since = downSince;
    if (since != null) {
      all.add(new DownInterval(node.name(), since, Instant.now()));
    }
    return all;
  }

  @Override
  public void close() {
    hangUp();
  }

  private synchronized void note(@Nullable NodeView view, Instant before, Instant after) {
    Instant since = downSince;
    if (view == null) {
      downSince = since == null ? before : since;
      return;
    }
    answers++;
    last = view;
    if (since != null) {
      intervals.add(new DownInterval(node.name(), since, after));
      downSince = null;
    }
  }

  private NodeLine connected() throws IOException {
    NodeLine open = line;
    if (open == null) {
      open = new NodeLine(node, SILENCE_MILLIS);
      line = open;
    }
    return open;
  }

  private void hangUp() {
    NodeLine open = line;
    line = null;
    if (open != null) {
      open.close();
    }
  }
}
