package dev.lockkeeper.starter.command;

import dev.lockkeeper.starter.LockkeeperCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** In whose name something is said to a run. */
final class Speaker {
  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "Who says so (default: LOCKKEEPER_USER, else the name of the system's user).")
  private @Nullable String by;

  @Option(names = "--comment", paramLabel = "TEXT", description = "For the report.")
  private @Nullable String comment;

  String by(LockkeeperCommand root) {
    return by == null ? root.userName() : by;
  }

  @Nullable String comment() {
    return comment;
  }
}
