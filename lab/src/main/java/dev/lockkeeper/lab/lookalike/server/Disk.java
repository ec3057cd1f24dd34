package dev.lockkeeper.lab.lookalike.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** Where a node keeps what the cluster agreed on: {@code data/cluster.state}. */
final class Disk {

  private final Path file;

  Disk(Path data) {
    this.file = data.resolve("cluster.state");
  }

  /** Takes what was kept, if anything was, into the record of a new cluster. */
  void load(ClusterRecord record) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    Map<String, String> words = Words.parse(Files.readString(file).strip());
    record.mergeAll(words, null);
  }

  /** Keeps the record, in one rename. */
  void save(ClusterRecord record) {
    StringBuilder line = new StringBuilder(300);
    record.write(line);
    Path beside = file.resolveSibling("cluster.state.new");
    try {
      Files.writeString(beside, line.append('\n').toString());
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      System.err.println("cluster.state: ".concat(String.valueOf(e)));
    }
  }
}
