package dev.lockkeeper.worker;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The worker's command line.
 *
 * @param wish what the worker is to do
 * @param configuration the file to read, or null for the defaults
 * @param mistake what is wrong with the command line, when {@code wish} is {@code EXPLAIN_MISTAKE}
 */
record WorkerArguments(Wish wish, @Nullable Path configuration, @Nullable String mistake) {
  static final String USAGE =
      """
      Usage: lockkeeper-worker [--config FILE] [--check] [--help] [--version]
        --config FILE  settings and credential profiles; else the file that the variable
                       LOCKKEEPER_WORKER_CONFIG names; else defaults
        --check        read the configuration, say what is wrong with it, and leave
      The Temporal service is found by TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE and the other
      variables of Temporal's client configuration.""";

  enum Wish {
    WORK,
    CHECK,
    HELP,
    VERSION,
    EXPLAIN_MISTAKE
  }

  static WorkerArguments parse(String[] arguments, Map<String, String> environment) {
    Wish wish = Wish.WORK;
    String file =
        Optional.ofNullable(environment.get("LOCKKEEPER_WORKER_CONFIG"))
            .filter(name -> !name.isBlank())
            .orElse(System.getProperty("micronaut.config.files"));
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      if (argument.equals("--config") && i + 1 < arguments.length) {
        file = arguments[++i];
      } else if (argument.startsWith("--config=")) {
        file = argument.substring("--config=".length());
      } else if (argument.equals("--check")) {
        wish = Wish.CHECK;
      } else if (argument.equals("--help") || argument.equals("-h")) {
        return new WorkerArguments(Wish.HELP, null, null);
      } else if (argument.equals("--version")) {
        return new WorkerArguments(Wish.VERSION, null, null);
      } else {
        String mistake =
            argument.equals("--config")
                ? "--config needs the name of a file"
                : "Unknown argument '" + argument + "'";
        return new WorkerArguments(Wish.EXPLAIN_MISTAKE, null, mistake);
      }
    }
    return new WorkerArguments(wish, file == null ? null : Path.of(file), null);
  }
}
