package dev.lockkeeper.workflows.model;

import java.util.List;
import java.util.Optional;

/**
 * How a job on a node ended.
 *
 * @param output head and tail of what it printed, without its marks
 * @param log path of the whole output on the node
 */
public record JobResult(int exit, double seconds, List<Mark> marks, String output, String log) {
  /** When it reached a point, if it did. */
  public Optional<Mark> mark(String name) {
    return marks.stream().filter(mark -> mark.name().equals(name)).findFirst();
  }
}
