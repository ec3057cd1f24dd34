package dev.lockkeeper.workflows.recover;

import org.jspecify.annotations.Nullable;

/**
 * Something on a node that an upgrade has left half done, or that is not known.
 *
 * @param text a sentence for people
 * @param log output of the job that it is about, on the node
 */
public record Finding(String node, Kind kind, String text, @Nullable String log) {
  /** What it is. */
  public enum Kind {
    /** Not everything could be looked at. */
    UNKNOWN,
    /** A job still runs. */
    RUNNING,
    /** A job is gone without a result, and was not done again. */
    LOST,
    /** A job has failed and was not done again. */
    FAILED,
    /** Jobs have stopped the server, and none has seen it serve again. */
    DOWN,
    /** A run holds the node. */
    FENCED
  }
}
