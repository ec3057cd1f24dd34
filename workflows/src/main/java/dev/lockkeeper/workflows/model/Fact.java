package dev.lockkeeper.workflows.model;

/**
 * One thing that was looked at.
 *
 * @param name what, in a few words
 * @param value what was seen
 * @param weight how it bears on the decision
 */
public record Fact(String name, String value, Weight weight) {
  /** How a fact bears on a decision. */
  public enum Weight {
    /** Speaks for going on. */
    GOOD,
    /** Somebody should know before deciding. */
    NOTE,
    /** Speaks against going on. */
    BAD
  }

  public static Fact good(String name, String value) {
    return new Fact(name, value, Weight.GOOD);
  }

  public static Fact note(String name, String value) {
    return new Fact(name, value, Weight.NOTE);
  }

  public static Fact bad(String name, String value) {
    return new Fact(name, value, Weight.BAD);
  }
}
