package dev.lockkeeper.lab.lookalike;

import dev.lockkeeper.lab.host.HostProcess;
import dev.lockkeeper.lab.host.LabException;
import dev.lockkeeper.lab.host.LabHost;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a node's host as it was before anything was done on it. */
final class HostReset {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final LookalikeNode node;

  HostReset(LookalikeNode node) {
    this.node = node;
  }

  /** Kills the server and every job, mends the link, and starts a fresh release. */
  void run(String archive, String version, String configuration) {
    node.host().mend();
    kill(HostReset::isOurs);
    node.host()
        .run(
            "sh",
            "-c",
            script(),
            "reset",
            archive,
            version,
            node.link(),
            node.data(),
            configuration)
        .orThrow();
  }

  /** Kills the server without warning. */
  void killServer() {
    kill(HostReset::isServer);
  }

  /** Again and again, because a job may start one more just before it is killed. */
  private void kill(Predicate<String> wanted) {
    LabHost host = node.host();
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      List<String> pids =
          host.processes().stream()
              .filter(process -> wanted.test(String.join(" ", process.commandLine())))
              .map(HostProcess::pid)
              .map(String::valueOf)
              .toList();
      if (pids.isEmpty()) {
        return;
      }
      if (System.nanoTime() > deadline) {
        throw new LabException("Processes " + pids + " on " + node.name() + " cannot be killed.");
      }
      List<String> command = new ArrayList<>(List.of("kill", "-9"));
      command.addAll(pids);
      // Fails for one that has ended meanwhile, which is what was wanted; the others are looked at.
      host.run(LIMIT, command);
    }
  }

  private static boolean isServer(String commandLine) {
    return commandLine.contains("lookalike.server.LookalikeServer");
  }

  private static boolean isOurs(String commandLine) {
    return isServer(commandLine)
        || commandLine.contains("/bin/lookalike ")
        || commandLine.contains("/.lockkeeper");
  }

  private static String script() {
    try (InputStream text = HostReset.class.getResourceAsStream("reset.sh")) {
      if (text == null) {
        throw new LabException("The lab's own file reset.sh is missing from its jar.");
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new LabException("Cannot read the lab's own reset.sh: " + e.getMessage(), e);
    }
  }
}
