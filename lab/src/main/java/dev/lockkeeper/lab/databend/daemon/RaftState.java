package dev.lockkeeper.lab.databend.daemon;

import dev.lockkeeper.lab.databend.daemon.Wire.Refused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a Raft node knows, and the rules by which it changes; it calls nobody. Its own lock guards
 * everything, and its waiters are told of every change.
 */
final class RaftState {
  private static final int NOBODY = -1;

  private final Member self;
  private final RaftDisk disk;
  private final RaftTiming timing;
  private final Random random = new Random();
  private final KeyValues values = new KeyValues();
  private final Members members;
  private final Map<Integer, Follower> followers = new HashMap<>();
  private RaftRole role = RaftRole.FOLLOWER;
  private int leader = NOBODY;
  private int committed;
  private int applied;
  private long heardAt = now();
  private long timeout;

  RaftState(Member self, RaftDisk disk, RaftTiming timing) {
    this.self = self;
    this.disk = disk;
    this.timing = timing;
    this.timeout = timing.electionTimeout(random);
    this.members = new Members(self.id());
    members.read(disk);
  }

  /** Makes this node the first member of a new group. */
  synchronized void found() {
    disk.vote(1, self.id());
    disk.append(new Entry(1, self.id(), self.command()));
    members.read(disk);
  }

  /** It can be heard from now on: silence before that says nothing about a leader. */
  synchronized void listens() {
    heard();
  }

  /** Whether it is time to become a candidate; if so, the time begins anew. */
  synchronized boolean isElectionDue() {
    boolean due =
        role != RaftRole.LEADER && members.contain(self.id()) && now() - heardAt > timeout;
    if (due) {
      heard();
    }
    return due;
  }

  /** Whether it leads and hears no majority any more; if so, it leads no longer. */
  synchronized boolean hasLostMajority() {
    boolean lost = role == RaftRole.LEADER && !majorityAnswers();
    if (lost) {
      follow(disk.term(), NOBODY);
    }
    return lost;
  }

  /** Becomes a candidate of the next term; what to ask the others, or nothing if it may not. */
  synchronized Map<String, Object> stand() {
    if (!members.contain(self.id())) {
      return Map.of();
    }
    disk.vote(disk.term() + 1, self.id());
    role = RaftRole.CANDIDATE;
    leader = NOBODY;
    heard();
    return Map.of("term", disk.term(), "last", disk.last(), "lastTerm", disk.termAt(disk.last()));
  }

  /** Becomes the leader, if it is still a candidate of that term. */
  synchronized boolean lead(long term) {
    if (role != RaftRole.CANDIDATE || disk.term() != term) {
      return false;
    }
    role = RaftRole.LEADER;
    leader = self.id();
    followers.clear();
    return true;
  }

  /** Begins to count a node as one that follows. */
  synchronized Follower follower(int id) {
    Follower follower = new Follower(disk.last() + 1);
    followers.put(id, follower);
    return follower;
  }

  /** Writes an entry of its own as leader and gives its index. */
  synchronized int append(String command) {
    disk.append(new Entry(disk.term(), self.id(), command));
    if (command.startsWith("member ")) {
      members.read(disk);
    }
    commit();
    notifyAll();
    return disk.last();
  }

  /** Waits until an entry is committed, also by a leader that follows, or is certain not to be. */
  synchronized void awaitCommitted(int index, long term) throws Refused, InterruptedException {
    long deadline = now() + Math.max(2_000, timing.heartbeat() * 10L);
    while (applied < index && holds(index, term) && now() < deadline) {
      wait(timing.heartbeat());
    }
    if (!holds(index, term)) {
      throw new Refused("not leader any more, and the next one has not taken over the write");
    }
    if (applied < index) {
      throw new Refused("quorum lost: the write was not committed");
    }
  }

  /** Whether an entry is still in the log: a new leader keeps or replaces it. */
  private boolean holds(int index, long term) {
    return index <= disk.last() && disk.termAt(index) == term;
  }

  /** What to send to a follower next, after waiting for something to send; null if not leader. */
  synchronized @Nullable AppendCall next(Follower follower, long term, boolean pause)
      throws InterruptedException {
    // A commitment is news too, as in openraft: else followers are an entry behind until the next.
    boolean news = follower.next() <= disk.last() || follower.committed() < committed;
    if (pause || !news) {
      wait(timing.heartbeat());
    }
    return leads(term) ? AppendCall.from(disk, self.id(), follower.next(), committed) : null;
  }

  /** A follower's answer. */
  synchronized void answered(
      Follower follower, AppendCall call, long term, boolean done, long last) {
    if (term > disk.term()) {
      follow(term, NOBODY);
    } else if (done) {
      follower.took(call);
      commit();
    } else {
      follower.lacks(last);
    }
  }

  /** Somebody is in a later term. */
  synchronized void seen(long term) {
    if (term > disk.term()) {
      follow(term, NOBODY);
    }
  }

  /** Decides about a candidate. */
  synchronized boolean vote(long term, int candidate, long last, long lastTerm) {
    seen(term);
    long own = disk.termAt(disk.last());
    boolean fresh = lastTerm > own || lastTerm == own && last >= disk.last();
    boolean granted =
        term == disk.term() && fresh && (disk.votedFor() == NOBODY || disk.votedFor() == candidate);
    if (granted) {
      disk.vote(term, candidate);
      heard();
    }
    return granted;
  }

  /** The leader is known to be busy with this node for some time. */
  synchronized void expectSilence(long millis) {
    heardAt = now() + millis;
  }

  /** Takes what a leader sends, if it follows upon what is there. */
  synchronized boolean take(AppendCall call) {
    if (call.term() < disk.term()) {
      return false;
    }
    if (call.term() > disk.term() || leader != call.leader()) {
      follow(call.term(), call.leader());
    }
    heardAt = now();
    if (call.previous() > disk.last() || disk.termAt(call.previous()) != call.previousTerm()) {
      return false;
    }
    int index = call.previous();
    for (Entry entry : call.entries()) {
      index++;
      if (index <= disk.last() && disk.termAt(index) != entry.term()) {
        disk.cutAfter(index - 1);
      }
      if (index > disk.last()) {
        disk.append(entry);
      }
    }
    if (!call.entries().isEmpty()) {
      members.read(disk);
    }
    committed = Math.max(committed, Math.min(call.committed(), index));
    apply();
    return true;
  }

  /** Waits until a follower has the whole log, for a while. */
  synchronized void awaitWhole(int id) throws InterruptedException {
    Follower follower = followers.get(id);
    long deadline = now() + 2_000;
    while (follower != null && follower.match() < disk.last() && now() < deadline) {
      wait(timing.heartbeat());
    }
  }

  synchronized void requireLeader() throws Refused {
    if (role != RaftRole.LEADER) {
      Member known = members.get(leader);
      throw new Refused("not leader, which is " + (known == null ? "nobody" : known));
    }
  }

  /** What is below a prefix; only the leader of a majority knows. */
  synchronized Map<String, String> list(String prefix) throws Refused {
    requireLeader();
    if (!majorityAnswers()) {
      throw new Refused("quorum lost: the leader hears no majority");
    }
    return values.list(prefix);
  }

  synchronized Members members() {
    return members;
  }

  synchronized long term() {
    return disk.term();
  }

  synchronized int last() {
    return disk.last();
  }

  /** The whole log. */
  synchronized List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (int i = 1; i <= disk.last(); i++) {
      entries.add(disk.entry(i));
    }
    return entries;
  }

  /** What this node has applied, whoever leads. */
  synchronized Map<String, String> keys() {
    return values.list("");
  }

  synchronized RaftStatus status() {
    SortedMap<Integer, Integer> replication = new TreeMap<>();
    if (role == RaftRole.LEADER) {
      followers.forEach((id, follower) -> replication.put(id, follower.match()));
      replication.put(self.id(), disk.last());
    }
    return new RaftStatus(
        self,
        members.contain(self.id()) ? role : RaftRole.LEARNER,
        members.get(leader),
        disk.term(),
        disk.last(),
        applied,
        applied == 0 ? new Entry(0, 0, "") : disk.entry(applied),
        members.list(),
        replication,
        values.count(),
        values.sequence(),
        disk.bytes());
  }

  /** Commits what a majority has, if it is of this term. */
  private void commit() {
    for (int index = disk.last(); index > committed; index--) {
      int wanted = index;
      long have = 1 + followers.values().stream().filter(other -> other.match() >= wanted).count();
      if (members.isMajority(have) && disk.termAt(index) == disk.term()) {
        committed = index;
        apply();
        return;
      }
    }
  }

  private void apply() {
    while (applied < committed) {
      applied++;
      values.apply(disk.entry(applied).command());
    }
    notifyAll();
  }

  private void follow(long term, int newLeader) {
    if (term > disk.term()) {
      disk.vote(term, NOBODY);
    }
    role = RaftRole.FOLLOWER;
    leader = newLeader;
    followers.clear();
    heard();
    notifyAll();
  }

  private boolean leads(long term) {
    return role == RaftRole.LEADER && disk.term() == term;
  }

  private boolean majorityAnswers() {
    long limit = Math.max(timing.heartbeat() * 6L, 1_000);
    return members.isMajority(
        1 + followers.values().stream().filter(other -> other.answeredWithin(limit)).count());
  }

  private void heard() {
    heardAt = now();
    timeout = timing.electionTimeout(random);
  }

  private static long now() {
    return System.nanoTime() / 1_000_000;
  }
}
