package dev.lockkeeper.activities.openmldb;

import dev.lockkeeper.workflows.model.Version;
import java.util.ArrayList;
import java.util.List;

/** How the client of a line of releases is given a command. */
public enum ClientDialect {
  /**
   * Up to 0.5.3 {@code --database} is accepted and ignored: a database is chosen by {@code use} on
   * standard input, which works only without {@code --interactive=false}.
   */
  USE_ON_STANDARD_INPUT,

  /**
   * From 0.6.0 on {@code --database} counts. {@code --interactive=false} must stand beside {@code
   * --cmd}, or the command is run again and again.
   */
  DATABASE_FLAG;

  private static final Version FIRST_WITH_FLAG = Version.of("0.6.0");

  /** The dialect of the release whose binary is run, which need not be that of the servers. */
  public static ClientDialect of(Version version) {
    return version.compareTo(FIRST_WITH_FLAG) < 0 ? USE_ON_STANDARD_INPUT : DATABASE_FLAG;
  }

  /** The flags that give a command, beside those that name the server. */
  List<String> flags(String command, String database) {
    List<String> flags = new ArrayList<>();
    if (!usesInput(database)) {
      flags.add("--interactive=false");
      if (!database.isEmpty()) {
        flags.add("--database=" + database);
      }
      flags.add("--cmd=" + command);
    }
    return flags;
  }

  /** What to give on standard input. */
  String input(String command, String database) {
    return usesInput(database) ? "use " + database + "\n" + command + "\nexit\n" : "";
  }

  /** Whether the client reads its standard input for a command in this database. */
  boolean usesInput(String database) {
    return this == USE_ON_STANDARD_INPUT && !database.isEmpty();
  }
}
