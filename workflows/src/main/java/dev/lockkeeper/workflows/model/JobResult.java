package dev.lockkeeper.workflows.model;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a job on a node ended.
 *
 * @param output head and tail of what it printed, without its marks
 * @param log path of the whole output on the node
 * @param script SHA-256 of the script that ran, as it lay on the node; absent in results of workers
 *     that did not look, and where the node could not tell
 */
public record JobResult(
    int exit,
    double seconds,
    List<Mark> marks,
    String output,
    String log,
    @Nullable String script) {
  /** A result whose script is not known. */
  public JobResult(int exit, double seconds, List<Mark> marks, String output, String log) {
    this(exit, seconds, marks, output, log, null);
  }

  /** When it reached a point, if it did. */
  public Optional<Mark> mark(String name) {
    return marks.stream().filter(mark -> mark.name().equals(name)).findFirst();
  }
}
