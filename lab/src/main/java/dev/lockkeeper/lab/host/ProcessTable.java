package dev.lockkeeper.lab.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads Linux's {@code /proc}; nothing is started for it, so it can be asked many times a second.
 */
final class ProcessTable {

  private static final Path PROC = Path.of("/proc");

  private ProcessTable() {}

  /** A process of this machine, with its number on the machine and in its own namespace. */
  record Entry(long machinePid, HostProcess process) {}

  /** All processes in the same process namespace as the given one. */
  static List<Entry> inNamespaceOf(long machinePid) throws IOException {
    Path namespace = Files.readSymbolicLink(PROC.resolve(machinePid + "/ns/pid"));
    return select(
        directory -> {
          try {
            return Files.readSymbolicLink(directory.resolve("ns/pid")).equals(namespace);
          } catch (IOException goneOrNotOurs) {
            return false;
          }
        });
  }

  /** All processes of ours that carry the given {@code NAME=value} in their environment. */
  static List<Entry> withEnvironment(String variable) throws IOException {
    return select(
        directory -> {
          try {
            String environment = read(directory.resolve("environ"));
            return ("\0" + environment).contains("\0" + variable + "\0");
          } catch (IOException goneOrNotOurs) {
            return false;
          }
        });
  }

  /** When the process started, in clock ticks since boot; empty when there is no such process. */
  static Optional<Long> startTicks(long machinePid) {
    try {
      return Optional.of(startTicks(PROC.resolve(Long.toString(machinePid))));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private static List<Entry> select(Predicate<Path> wanted) throws IOException {
    List<Entry> found = new ArrayList<>();
    Map<Long, Long> parents = new HashMap<>();
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path directory : directories) {
        if (wanted.test(directory)) {
          entry(directory, parents).ifPresent(found::add);
        }
      }
    }
    return withParents(found, parents);
  }

  /** The machine's numbers of parents, as the host sees them. */
  private static List<Entry> withParents(List<Entry> found, Map<Long, Long> parents) {
    Map<Long, Long> inner = new HashMap<>();
    found.forEach(entry -> inner.put(entry.machinePid(), entry.process().pid()));
    return found.stream()
        .map(
            entry -> {
              HostProcess process = entry.process();
              long parent = inner.getOrDefault(parents.getOrDefault(entry.machinePid(), 0L), 0L);
              return new Entry(
                  entry.machinePid(),
                  new HostProcess(
                      process.pid(), parent, process.startTicks(), process.commandLine()));
            })
        .toList();
  }

  private static Optional<Entry> entry(Path directory, Map<Long, Long> parents) {
    try {
      String arguments = read(directory.resolve("cmdline"));
      if (arguments.isEmpty()) { // a zombie or a thread of the kernel
        return Optional.empty();
      }
      HostProcess process =
          new HostProcess(
              innerPid(directory), 0, startTicks(directory), List.of(arguments.split("\0")));
      long machinePid = Long.parseLong(directory.getFileName().toString());
      parents.put(machinePid, Long.parseLong(stat(directory)[1]));
      return Optional.of(new Entry(machinePid, process));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private static long innerPid(Path directory) throws IOException {
    for (String line : read(directory.resolve("status")).split("\n")) {
      if (line.startsWith("NSpid:")) {
        String[] numbers = line.split("\\s+");
        return Long.parseLong(numbers[numbers.length - 1]);
      }
    }
    throw new IOException("no NSpid in " + directory);
  }

  private static long startTicks(Path directory) throws IOException {
    return Long.parseLong(stat(directory)[19]);
  }

  /**
   * The fields of stat from the third on, see proc(5): they are counted after the program's name,
   * which may hold blanks and brackets.
   */
  private static String[] stat(Path directory) throws IOException {
    String stat = read(directory.resolve("stat"));
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
