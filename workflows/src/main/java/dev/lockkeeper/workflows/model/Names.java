package dev.lockkeeper.workflows.model;

/**
 * Forms of the names that operators choose. They are narrow because they become ids, paths and
 * arguments on nodes.
 */
public final class Names {
  /** Of clusters, nodes, credential profiles and people's short names. */
  public static final String NAME = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

  public static final String NAME_IN_WORDS =
      "a name of lower-case letters, digits and hyphens, at most 63";

  /**
   * Absolute, without empty, {@code .} or {@code ..} segments, of characters that need no quoting
   * anywhere.
   */
  public static final String PATH = "(/(?!\\.{1,2}(/|$))[A-Za-z0-9._+@=-]+)+";

  public static final String PATH_IN_WORDS =
      "an absolute path of letters, digits and . _ + @ = - without . or .. segments";

  /** Of the people who answer. */
  public static final String PERSON =
      "[\\p{L}\\p{N}._@+-]([\\p{L}\\p{N}._@+ -]{0,78}[\\p{L}\\p{N}._@+-])?";

  public static final String PERSON_IN_WORDS = "a person's name of at most 80 letters";

  private Names() {}
}
