package dev.lockkeeper.starter.report;

import dev.lockkeeper.starter.run.Moment;
import dev.lockkeeper.starter.run.Ran;
import dev.lockkeeper.starter.run.Recollection;
import dev.lockkeeper.workflows.model.Mark;
import dev.lockkeeper.workflows.model.NodeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What each node went through. */
final class Lanes {
  /** A node's clock that is no further off than this is shown as it is. */
  private static final Duration CLOCKS_AGREE = Duration.ofSeconds(5);

  private final List<NodeStatus> nodes;
  private final Recollection told;
  private final Instant end;

  Lanes(List<NodeStatus> nodes, Recollection told, Instant end) {
    this.nodes = nodes;
    this.told = told;
    this.end = end;
  }

  List<Lane> all() {
    return nodes.stream().map(this::lane).toList();
  }

  private Lane lane(NodeStatus node) {
    return new Lane(
        node.name(),
        node.host(),
        node.role(),
        node.state(),
        node.from(),
        node.version(),
        node.downSeconds(),
        states(node),
        downs(node.name()));
  }

  private List<Lane.Span> states(NodeStatus last) {
    List<NodeStatus> changes = new ArrayList<>();
    for (Moment moment : told.moments()) {
      status(moment, last.name()).ifPresent(seen -> add(changes, seen));
    }
    add(changes, last);
    List<Lane.Span> spans = new ArrayList<>();
    for (int i = 0; i < changes.size(); i++) {
      Instant from = changes.get(i).since();
      Instant to = i + 1 < changes.size() ? changes.get(i + 1).since() : end;
      spans.add(new Lane.Span(changes.get(i).state(), from, to.isBefore(from) ? from : to));
    }
    return spans;
  }

  private static void add(List<NodeStatus> changes, NodeStatus seen) {
    if (changes.isEmpty() || changes.get(changes.size() - 1).state() != seen.state()) {
      changes.add(seen);
    }
  }

  static Optional<NodeStatus> status(Moment moment, String node) {
    return moment.nodes().stream().filter(seen -> seen.name().equals(node)).findFirst();
  }

  /** Counted as the run does: from the first mark that says down to the first that says up. */
  private List<Lane.Down> downs(String node) {
    List<Lane.Down> downs = new ArrayList<>();
    Instant from = null;
    Instant drawn = null;
    for (Ran command : told.commands()) {
      Ran.Job job = command.job();
      if (job == null || !job.node().equals(node)) {
        continue;
      }
      for (Mark mark : job.marks()) {
        if (mark.name().equals(Mark.STOPPING) && from == null) {
          from = mark.at();
          drawn = drawn(command, job, mark);
        } else if (mark.name().equals(Mark.LISTENING) && from != null && drawn != null) {
          double seconds = Duration.between(from, mark.at()).toMillis() / 1000.0;
          downs.add(new Lane.Down(from, mark.at(), seconds, drawn));
          from = null;
        }
      }
    }
    if (from != null && drawn != null) {
      downs.add(new Lane.Down(from, null, null, drawn));
    }
    return downs;
  }

  private Instant drawn(Ran command, Ran.Job job, Mark mark) {
    Instant latest = (command.until() == null ? end : command.until()).plus(CLOCKS_AGREE);
    boolean agrees =
        mark.at().isAfter(command.at().minus(CLOCKS_AGREE)) && mark.at().isBefore(latest);
    return agrees
        ? mark.at()
        : command.at().plus(Duration.between(job.marks().get(0).at(), mark.at()));
  }
}
