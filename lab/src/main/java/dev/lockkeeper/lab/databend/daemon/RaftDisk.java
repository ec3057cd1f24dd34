package dev.lockkeeper.lab.databend.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Term, vote and log of a node, in its raft_dir. */
final class RaftDisk {
  private final Path vote;
  private final Path log;
  private final List<Entry> entries = new ArrayList<>();
  private long term;
  private int votedFor = -1;

  RaftDisk(Path directory) throws IOException {
    Files.createDirectories(directory);
    vote = directory.resolve("vote");
    log = directory.resolve("log");
    if (Files.exists(vote)) {
      String[] fields = Files.readString(vote).strip().split(" ");
      term = Long.parseLong(fields[0]);
      votedFor = Integer.parseInt(fields[1]);
    }
    if (Files.exists(log)) {
      String text = Files.readString(log);
      // A line that was being written when the node was killed has no end.
      text.substring(0, text.lastIndexOf('\n') + 1)
          .lines()
          .forEach(line -> entries.add(Entry.parse(line)));
    }
  }

  long term() {
    return term;
  }

  int votedFor() {
    return votedFor;
  }

  void vote(long newTerm, int candidate) {
    term = newTerm;
    votedFor = candidate;
    write(vote, newTerm + " " + candidate + "\n");
  }

  /** The number of entries, which is the index of the last one. */
  int last() {
    return entries.size();
  }

  /** The entry at an index that begins with 1. */
  Entry entry(int index) {
    return entries.get(index - 1);
  }

  long termAt(int index) {
    return index == 0 ? 0 : entry(index).term();
  }

  void append(Entry entry) {
    entries.add(entry);
    try {
      Files.writeString(
          log, entry.line() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot write " + log, e);
    }
  }

  /** Forgets everything behind an index. */
  void cutAfter(int index) {
    entries.subList(index, entries.size()).clear();
    StringBuilder text = new StringBuilder();
    entries.forEach(entry -> text.append(entry.line()).append('\n'));
    write(log, text.toString());
  }

  long bytes() {
    return log.toFile().length();
  }

  private static void write(Path file, String text) {
    try {
      Path beside = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(beside, text);
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot write " + file, e);
    }
  }
}
