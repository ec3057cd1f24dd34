package dev.lockkeeper.starter;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one command printed and how it ended. */
record CommandLineRun(int exit, String out, String err) {
  /** As in a pipe: nobody can be asked. */
  static CommandLineRun inPipe(String... arguments) {
    return run(false, "", Map.of(), arguments);
  }

  /** As in a pipe, with more variables in the environment. */
  static CommandLineRun inPipe(Map<String, String> environment, String... arguments) {
    return run(false, "", environment, arguments);
  }

  /** As on a terminal without colours, where somebody types an answer. */
  static CommandLineRun onTerminal(String typed, String... arguments) {
    return run(true, typed, Map.of(), arguments);
  }

  private static CommandLineRun run(
      boolean terminal, String typed, Map<String, String> more, String... arguments) {
    Map<String, String> environment =
        new HashMap<>(Map.of("LOCKKEEPER_USER", "ann", "NO_COLOR", "1", "HOME", "/nonexistent"));
    environment.putAll(more);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console console =
        new Console(
            new PrintWriter(out),
            new PrintWriter(err),
            new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
            terminal,
            environment,
            ZoneId.of("Europe/Vienna"));
    int exit = LockkeeperCommand.run(console, arguments);
    return new CommandLineRun(exit, out.toString(), err.toString());
  }

  List<String> outLines() {
    return new ArrayList<>(out.lines().toList());
  }
}
