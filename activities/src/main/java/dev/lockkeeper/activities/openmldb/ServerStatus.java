package dev.lockkeeper.activities.openmldb;

/** What a server's page {@code /status} tells: which program really runs there. */
public sealed interface ServerStatus {
  /**
   * A server answered.
   *
   * @param build its version as it says it, such as {@code 0.9.2-c5ffa75}
   */
  record Running(String build) implements ServerStatus {
    /** The release's number without the commit. */
    public String version() {
      return build.replaceFirst("-.*", "");
    }
  }

  /**
   * Nothing listens there, as seen from the node.
   *
   * @param why what the connection attempt ended with
   */
  record NotListening(String why) implements ServerStatus {}

  /**
   * Something listens there that did not say a version in its time.
   *
   * @param why what it said instead
   */
  record Silent(String why) implements ServerStatus {}
}
