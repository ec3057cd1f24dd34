package dev.lockkeeper.lab.temporal;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A {@code temporal} program that can run a development server.
 *
 * @param executable the program
 * @param origin where it comes from
 * @param version what it says of itself, such as "temporal version 1.5.1 (Server 1.29.1, UI
 *     2.42.1)"
 */
public record TemporalCli(Path executable, Origin origin, String version) {

  /** Where a {@code temporal} program was found. */
  public enum Origin {
    SEARCH_PATH("found on the PATH"),
    CACHE("built earlier"),
    BUILT("just built with Go");

    private final String words;

    Origin(String words) {
      this.words = words;
    }

    /** For a sentence: "the Temporal CLI found on the PATH". */
    public String words() {
      return words;
    }
  }

  /** What came of looking for one. */
  public sealed interface Search {}

  /** There is one. */
  public record Found(TemporalCli cli) implements Search {}

  /**
   * There is none and none could be built.
   *
   * @param reason why, and what to install, for people
   */
  public record Missing(String reason) implements Search {}

  /**
   * Takes the first of: one on the PATH, one in the user's cache, one built now with Go (some
   * minutes, once).
   *
   * @param progress gets a line for people whenever there is something to say
   */
  public static Search find(Consumer<String> progress) throws InterruptedException {
    return new TemporalCliSearch(System.getenv(), progress).find();
  }
}
