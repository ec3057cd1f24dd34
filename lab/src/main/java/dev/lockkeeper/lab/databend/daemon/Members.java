package dev.lockkeeper.lab.databend.daemon;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Who belongs to the Raft group, as this node's log says; committed or not, as Raft wants it. */
final class Members {
  private final int self;
  private final SortedMap<Integer, Member> all = new TreeMap<>();

  Members(int self) {
    this.self = self;
  }

  /** Reads the log anew. */
  void read(RaftDisk disk) {
    all.clear();
    for (int i = 1; i <= disk.last(); i++) {
      if (disk.entry(i).command().startsWith("member ")) {
        Member member = Member.parse(disk.entry(i).command());
        all.put(member.id(), member);
      }
    }
  }

  boolean contain(int id) {
    return all.containsKey(id);
  }

  @Nullable Member get(int id) {
    return all.get(id);
  }

  List<Member> list() {
    return List.copyOf(all.values());
  }

  List<Member> others() {
    return all.values().stream().filter(member -> member.id() != self).toList();
  }

  boolean isMajority(long count) {
    return count * 2 > all.size();
  }

  /** The id after this node's, or the first. */
  int next() {
    SortedMap<Integer, Member> later = all.tailMap(self + 1);
    return later.isEmpty() ? all.firstKey() : later.firstKey();
  }
}
