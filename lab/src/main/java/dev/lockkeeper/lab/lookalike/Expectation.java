package dev.lockkeeper.lab.lookalike;

/**
 * What an observed run may have done at most, and how it shall have left the cluster.
 *
 * @param target the version that the run upgrades to
 * @param atEnd the version that every node shall run in the end
 * @param starts how often the target may be started on a node
 * @param stops how often a node's server may be told to stop, not counting what it ignored
 * @param sets how often {@code auto-move} may be set to each of its values, on all nodes together
 */
public record Expectation(String target, String atEnd, int starts, int stops, int sets) {

  /** Of a run that upgrades every node, doing everything once. */
  public static Expectation upgraded(String target) {
    return new Expectation(target, target, 1, 1, 1);
  }

  /**
   * The same for a run that ends with all nodes on another version, such as one that is aborted.
   */
  public Expectation endingOn(String version) {
    return new Expectation(target, version, starts, stops, sets);
  }

  /** The same for a run in which a node's server is stopped that often, as to go back. */
  public Expectation withStops(int allowed) {
    return new Expectation(target, atEnd, starts, allowed, sets);
  }

  /**
   * The same for a run in which a node's target is started that often, as after a human's retry.
   */
  public Expectation withStarts(int allowed) {
    return new Expectation(target, atEnd, allowed, stops, sets);
  }
}
