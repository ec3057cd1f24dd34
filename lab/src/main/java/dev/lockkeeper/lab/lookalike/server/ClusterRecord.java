package dev.lockkeeper.lab.lookalike.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What all nodes of the cluster agree on sooner or later: settings and partitions. Written as one
 * line of {@code key=value} words without blanks, both to the disk and to other nodes. Not safe for
 * threads.
 */
final class ClusterRecord {

  /** The one setting there is: whether partitions move back to their preferred leader. */
  static final String AUTO_MOVE = "auto-move";

  /** Hears of a setting that another node changed. */
  interface SettingListener {
    void changed(String name, String old, String value);
  }

  private final Map<String, Setting> settings = new TreeMap<>();
  private final List<Partition> partitions = new ArrayList<>();

  /** The record of a new cluster. */
  ClusterRecord(Placement placement) {
    settings.put(AUTO_MOVE, new Setting("on", 0));
    for (int i = 0; i < Placement.PARTITIONS; i++) {
      partitions.add(Partition.initial(placement.replicas(i)));
    }
  }

  Map<String, Setting> settings() {
    return settings;
  }

  @Nullable Setting setting(String name) {
    return settings.get(name);
  }

  boolean isOn(String name) {
    Setting setting = settings.get(name);
    return setting != null && setting.value().equals("on");
  }

  /** Sets a setting that exists. */
  void set(String name, String value) {
    Setting before = settings.get(name);
    settings.put(name, new Setting(value, before == null ? 1 : before.version() + 1));
  }

  Partition partition(int number) {
    return partitions.get(number);
  }

  void replace(int number, Partition partition) {
    partitions.set(number, partition);
  }

  /**
   * Takes over whatever another node knows later.
   *
   * @param words with {@code settings} and {@code partitions}
   * @param listener hears of each setting that changed; null for nobody
   * @return whether anything changed
   */
  boolean mergeAll(Map<String, String> words, @Nullable SettingListener listener) {
    boolean changed = false;
    for (Map.Entry<String, Setting> theirs :
        readSettings(words.getOrDefault("settings", "")).entrySet()) {
      changed |= merge(theirs.getKey(), theirs.getValue(), listener);
    }
    List<Partition> theirs = readPartitions(words.getOrDefault("partitions", ""));
    // A later release may have more partitions.
    for (int i = 0; i < Math.min(theirs.size(), partitions.size()); i++) {
      if (theirs.get(i).isAfter(partitions.get(i))) {
        partitions.set(i, theirs.get(i));
        changed = true;
      }
    }
    return changed;
  }

  private boolean merge(String name, Setting theirs, @Nullable SettingListener listener) {
    Setting mine = settings.get(name);
    if (mine != null && !theirs.isAfter(mine)) {
      return false;
    }
    settings.put(name, theirs);
    if (listener != null) {
      listener.changed(name, mine == null ? "" : mine.value(), theirs.value());
    }
    return true;
  }

  /** Adds the words {@code settings=} and {@code partitions=}. */
  void write(StringBuilder line) {
    line.append("settings=");
    for (Map.Entry<String, Setting> setting : settings.entrySet()) {
      line.append(setting.getKey()).append(':').append(setting.getValue().value());
      line.append(':').append(setting.getValue().version()).append(';');
    }
    line.append(" partitions=");
    for (Partition partition : partitions) {
      line.append(partition.epoch()).append(':').append(partition.leader()).append(':');
      Words.writeIds(line, partition.inSync());
      line.append(';');
    }
  }

  private static Map<String, Setting> readSettings(String text) {
    Map<String, Setting> settings = new TreeMap<>();
    for (String part : Words.split(text, ';')) {
      List<String> fields = Words.split(part, ':');
      settings.put(fields.get(0), new Setting(fields.get(1), Long.parseLong(fields.get(2))));
    }
    return settings;
  }

  private static List<Partition> readPartitions(String text) {
    List<Partition> partitions = new ArrayList<>();
    for (String part : Words.split(text, ';')) {
      List<String> fields = Words.split(part, ':');
      SortedSet<Integer> inSync = new TreeSet<>(Words.ids(fields.get(2)));
      partitions.add(
          new Partition(Long.parseLong(fields.get(0)), Integer.parseInt(fields.get(1)), inSync));
    }
    return partitions;
  }
}
