package dev.lockkeeper.lab.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Root on a host made of namespaces, for what an administrator does before anybody logs in: the
 * lab's own way in runs commands as the login user only.
 */
public final class HostRoot {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private HostRoot() {}

  /** Runs a command as root and waits for its end, for at most a minute. */
  public static CommandResult run(LabNetwork network, LabHost host, List<String> command) {
    List<String> whole =
        new ArrayList<>(
            List.of(
                "nsenter",
                "-t",
                Long.toString(firstProcess(network, host)),
                "-m",
                "-u",
                "-i",
                "-n",
                "-p",
                "env",
                "-i",
                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "HOME=/root"));
    whole.addAll(command);
    return LocalCommand.run(LIMIT, whole);
  }

  /** The process that is number 1 for the host: it runs host.sh with the host's directory. */
  private static long firstProcess(LabNetwork network, LabHost host) {
    String directory =
        network.sharedOnMachine().resolveSibling("hosts").resolve(host.name()).toString();
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.map(path -> path.getFileName().toString())
          .filter(name -> name.matches("[0-9]+"))
          .filter(pid -> isFirst(pid, directory))
          .mapToLong(Long::parseLong)
          .findFirst()
          .orElseThrow(() -> new LabException("The host " + host.name() + " is down."));
    } catch (IOException e) {
      throw new LabException("Cannot read the table of processes: " + e.getMessage(), e);
    }
  }

  private static boolean isFirst(String pid, String directory) {
    try {
      Path process = Path.of("/proc", pid);
      String command = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
      return Arrays.asList(command.split("\0")).contains(directory)
          && Files.readAllLines(process.resolve("status"), StandardCharsets.ISO_8859_1).stream()
              .anyMatch(line -> line.matches("NSpid:.*\\s1"));
    } catch (IOException gone) {
      return false;
    }
  }
}
