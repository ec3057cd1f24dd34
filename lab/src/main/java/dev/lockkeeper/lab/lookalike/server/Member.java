package dev.lockkeeper.lab.lookalike.server;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** This node as a member of the cluster: what it knows, hears, and makes of it. */
final class Member implements ClusterRecord.SettingListener {

  /** How long a node that just started waits for the others before it decides anything. */
  private static final long SETTLE_MILLIS = 500;

  private static final long CATCH_UP_MILLIS = 200;

  private final Identity self;
  private final Configuration configuration;
  private final Placement placement;
  private final ClusterRecord record;
  private final Disk disk;
  private final Audit audit;
  private final SortedSet<Integer> alive = new TreeSet<>();
  private final Map<Integer, String> incarnations = new TreeMap<>();
  private final Map<Integer, SortedSet<Integer>> readyOf = new TreeMap<>();
  private final SortedMap<Integer, Long> caughtUpAt = new TreeMap<>();
  private final long servingSince;
  private boolean settled;

  Member(
      Identity self,
      Configuration configuration,
      Placement placement,
      ClusterRecord record,
      Disk disk,
      Audit audit) {
    this.self = self;
    this.configuration = configuration;
    this.placement = placement;
    this.record = record;
    this.disk = disk;
    this.audit = audit;
    this.servingSince = millis();
    alive.add(self.id());
  }

  /** What this node tells the others. */
  synchronized String gossip() {
    StringBuilder line = new StringBuilder(300);
    line.append("gossip from=").append(self.id());
    line.append(" incarnation=").append(self.incarnation());
    line.append(" version=").append(self.version());
    line.append(" ready=");
    Words.writeIds(line, ready());
    line.append(' ');
    record.write(line);
    return line.toString();
  }

  /** Takes in what another node tells. */
  synchronized void hear(String gossip) {
    Map<String, String> words = Words.parse(gossip);
    int from = Integer.parseInt(words.getOrDefault("from", "0"));
    String incarnation = words.getOrDefault("incarnation", "");
    String before = incarnations.put(from, incarnation);
    if (before != null && !before.equals(incarnation)) {
      lost(from);
    }
    alive.add(from);
    readyOf.put(from, Words.ids(words.getOrDefault("ready", "")));
    if (record.mergeAll(words, this)) {
      disk.save(record);
    }
    decide();
  }

  /** Another node does not answer. */
  synchronized void lost(int peer) {
    readyOf.remove(peer);
    if (alive.remove(peer)) {
      decide();
    }
  }

  /** The value of a setting; null if there is no such setting. */
  synchronized @Nullable String get(String name) {
    Setting setting = record.setting(name);
    return setting == null ? null : setting.value();
  }

  /** Sets a setting that exists; the other nodes hear of it soon. */
  synchronized void set(String name, String value) {
    audit.add("set", settingWords(name, get(name), value));
    record.set(name, value);
    disk.save(record);
    decide();
  }

  /** The node and the cluster as it sees it, as one line of JSON. */
  synchronized String state() {
    return StateJson.of(self, record, placement, alive);
  }

  @Override
  public void changed(String name, String old, String value) {
    audit.add("received", settingWords(name, old, value));
  }

  private static String[] settingWords(String name, @Nullable String old, String value) {
    return new String[] {
      "name=".concat(name), "old=".concat(String.valueOf(old)), "new=".concat(value)
    };
  }

  private void decide() {
    settled |= alive.size() == placement.size() || millis() - servingSince > SETTLE_MILLIS;
    if (!settled || !placement.isMajority(alive.size())) {
      return;
    }
    boolean changed = false;
    for (int i = 0; i < Placement.PARTITIONS; i++) {
      List<Integer> replicas = placement.replicas(i);
      Partition before = record.partition(i);
      Partition after =
          Leadership.decide(
              before,
              replicas,
              self.id(),
              alive,
              readyFor(i),
              record.isOn(ClusterRecord.AUTO_MOVE));
      if (after != before) {
        record.replace(i, after);
        changed = true;
      }
    }
    if (changed) {
      disk.save(record);
    }
  }

  /** The nodes that say that their replica of a partition has caught up. */
  private SortedSet<Integer> readyFor(int partition) {
    SortedSet<Integer> nodes = new TreeSet<>();
    for (Map.Entry<Integer, SortedSet<Integer>> peer : readyOf.entrySet()) {
      if (peer.getValue().contains(partition)) {
        nodes.add(peer.getKey());
      }
    }
    return nodes;
  }

  /**
   * The partitions whose replica on this node was out of sync and has caught up with its leader.
   */
  private SortedSet<Integer> ready() {
    SortedSet<Integer> ready = new TreeSet<>();
    for (int i = 0; i < Placement.PARTITIONS; i++) {
      Partition partition = record.partition(i);
      boolean behind =
          placement.replicas(i).contains(self.id())
              && !partition.inSync().contains(self.id())
              && alive.contains(partition.leader());
      if (!behind) {
        caughtUpAt.remove(i);
      } else if (!caughtUpAt.containsKey(i)) {
        caughtUpAt.put(i, millis() + configuration.millis("catchup.seconds", CATCH_UP_MILLIS));
      } else if (millis() >= caughtUpAt.get(i)) {
        ready.add(i);
      }
    }
    return ready;
  }

  private static long millis() {
    return System.nanoTime() / 1_000_000;
  }
}
