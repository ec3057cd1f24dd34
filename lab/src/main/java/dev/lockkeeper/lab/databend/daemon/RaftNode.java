package dev.lockkeeper.lab.databend.daemon;

import dev.lockkeeper.lab.databend.daemon.Wire.Refused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A member of a Raft group: elections, replication, commitment by a majority, and members that join
 * one at a time. What it leaves out is snapshots: a node that was away gets the log entry by entry.
 */
final class RaftNode {
  /** What a node is, in Databend's words. */
  enum Role {
    LEARNER("Learner"),
    FOLLOWER("Follower"),
    CANDIDATE("Candidate"),
    LEADER("Leader");

    private final String word;

    Role(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  private static final int BATCH = 20;
  private static final int NOBODY = -1;

  private final Build build;
  private final Member self;
  private final RaftDisk disk;
  private final RaftTiming timing;
  private final Journal journal;
  private final KeyValues values = new KeyValues();
  private final Random random = new Random();
  private final SortedMap<Integer, Member> members = new TreeMap<>();
  private final Map<Integer, Follower> followers = new HashMap<>();
  private Role role = Role.FOLLOWER;
  private int leader = NOBODY;
  private int committed;
  private int applied;
  private long heardAt = now();
  private long timeout;

  /** What the leader knows of another node. */
  private static final class Follower {
    private int next;
    private int match;
    private long answeredAt = now();

    Follower(int next) {
      this.next = next;
    }
  }

  RaftNode(Build build, Member self, RaftDisk disk, RaftTiming timing, Journal journal) {
    this.build = build;
    this.self = self;
    this.disk = disk;
    this.timing = timing;
    this.journal = journal;
    this.timeout = timing.electionTimeout(random);
    readMembers();
  }

  /** Begins to take part. */
  void start() {
    Threads.start(
        "raft-clock",
        () -> {
          while (true) {
            Thread.sleep(Math.max(5, timing.heartbeat() / 5));
            tick();
          }
        });
  }

  /** Makes this node the first member of a new group. */
  synchronized void found() {
    disk.vote(1, self.id());
    disk.append(new Entry(1, self.id(), self.command()));
    readMembers();
  }

  /** Answers a call of another member. */
  Map<String, String> answer(Map<String, String> call) throws Refused, InterruptedException {
    if (!build.peerOf(call.getOrDefault("version", ""), call.getOrDefault("oldestPeer", ""))) {
      String text =
          "Incompatible raft peer: databend-meta %s and %s cannot be in one cluster"
              .formatted(build.version(), call.get("version"));
      journal.once(text);
      throw new Refused(text);
    }
    return switch (call.getOrDefault("op", "")) {
      case "vote" -> vote(call);
      case "append" -> append(call);
      case "elect" -> {
        elect();
        yield Map.of();
      }
      case "join" -> {
        write(call.getOrDefault("command", ""));
        yield Map.of();
      }
      case "forward" -> {
        write(call.getOrDefault("command", ""));
        yield Map.of();
      }
      case "list" -> list(call.getOrDefault("prefix", ""));
      default -> throw new Refused("unknown call");
    };
  }

  /**
   * Adds a command to the log and waits until a majority has it.
   *
   * @throws Refused if this is not the leader, or no majority answers in time
   */
  void write(String command) throws Refused, InterruptedException {
    synchronized (this) {
      requireLeader();
      long term = disk.term();
      int index = appendOwn(command);
      long deadline = now() + Math.max(2_000, timing.heartbeat() * 10L);
      while (applied < index && now() < deadline && role == Role.LEADER && disk.term() == term) {
        wait(timing.heartbeat());
      }
      if (applied < index || disk.termAt(index) != term) {
        throw new Refused("quorum lost: the write was not committed");
      }
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

  /**
   * Hands the leadership to another member, without waiting for its election.
   *
   * @param to its id; negative for the next one
   * @return the id it goes to
   */
  int transfer(int to) throws Refused {
    int target;
    synchronized (this) {
      requireLeader();
      target = to >= 0 ? to : nextVoter();
      if (!members.containsKey(target)) {
        throw new Refused("node " + target + " is no voter");
      }
    }
    int chosen = target;
    Threads.start("transfer", () -> callElection(chosen));
    return chosen;
  }

  synchronized RaftStatus status() {
    SortedMap<Integer, Integer> replication = new TreeMap<>();
    if (role == Role.LEADER) {
      followers.forEach((id, follower) -> replication.put(id, follower.match));
      replication.put(self.id(), disk.last());
    }
    Entry last = applied == 0 ? new Entry(0, 0, "") : disk.entry(applied);
    return new RaftStatus(
        self,
        members.containsKey(self.id()) ? role : Role.LEARNER,
        members.get(leader),
        disk.term(),
        disk.last(),
        applied,
        last,
        List.copyOf(members.values()),
        replication,
        values.count(),
        values.sequence(),
        disk.bytes());
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

  private synchronized void tick() {
    boolean voter = members.containsKey(self.id());
    if (role == Role.LEADER) {
      if (!majorityAnswers()) {
        journal.info("leader " + self.id() + " hears no majority and steps down");
        follow(disk.term(), NOBODY);
      }
    } else if (voter && now() - heardAt > timeout) {
      Threads.start("election", this::elect);
      heardAt = now();
      timeout = timing.electionTimeout(random);
    }
  }

  private void elect() throws InterruptedException {
    Map<String, String> call;
    List<Member> others;
    long term;
    synchronized (this) {
      if (!members.containsKey(self.id())) {
        return;
      }
      disk.vote(disk.term() + 1, self.id());
      term = disk.term();
      role = Role.CANDIDATE;
      leader = NOBODY;
      heardAt = now();
      others = others();
      call =
          call(
              "vote",
              Map.of("term", term, "last", disk.last(), "lastTerm", disk.termAt(disk.last())));
    }
    Ballot ballot = new Ballot(1 + others.size());
    ballot.add(true);
    for (Member other : others) {
      Threads.start("vote-" + other.id(), () -> ballot.add(asksFor(other, call)));
    }
    if (ballot.won(timing.callLimit())) {
      lead(term);
    }
  }

  private boolean asksFor(Member other, Map<String, String> call) {
    try {
      Map<String, String> answer = Wire.call(other.raft(), timing.callLimit(), call);
      synchronized (this) {
        if (number(answer, "term") > disk.term()) {
          follow(number(answer, "term"), NOBODY);
        }
      }
      return "true".equals(answer.get("granted"));
    } catch (java.io.IOException | Refused noVote) {
      return false;
    }
  }

  private synchronized void lead(long term) {
    if (role != Role.CANDIDATE || disk.term() != term) {
      return;
    }
    role = Role.LEADER;
    leader = self.id();
    followers.clear();
    for (Member other : others()) {
      replicateTo(other, term);
    }
    appendOwn("blank");
    journal.info("node " + self.id() + " is leader of term " + term);
  }

  private int appendOwn(String command) {
    Entry entry = new Entry(disk.term(), self.id(), command);
    disk.append(entry);
    if (command.startsWith("member ")) {
      Member member = Member.parse(command);
      boolean known = members.containsKey(member.id());
      readMembers();
      if (!known && member.id() != self.id()) {
        replicateTo(member, disk.term());
      }
    }
    commit();
    notifyAll();
    return disk.last();
  }

  private void replicateTo(Member other, long term) {
    Follower follower = new Follower(disk.last() + 1);
    followers.put(other.id(), follower);
    Threads.start("replicate-" + other.id(), () -> replicate(other, follower, term));
  }

  private void replicate(Member other, Follower follower, long term) throws InterruptedException {
    boolean pause = false;
    while (true) {
      Map<String, String> call;
      int upTo;
      synchronized (this) {
        if (pause || follower.next > disk.last()) {
          wait(timing.heartbeat());
        }
        if (role != Role.LEADER || disk.term() != term) {
          return;
        }
        int from = follower.next;
        upTo = Math.min(disk.last(), from + BATCH - 1);
        StringBuilder entries = new StringBuilder();
        for (int i = from; i <= upTo; i++) {
          entries.append(disk.entry(i).line()).append('\n');
        }
        call =
            call(
                "append",
                Map.of(
                    "term",
                    term,
                    "leader",
                    self.id(),
                    "previous",
                    from - 1,
                    "previousTerm",
                    disk.termAt(from - 1),
                    "committed",
                    committed,
                    "entries",
                    entries));
      }
      try {
        int limit = timing.callLimit() + BATCH * timing.catchUp();
        heard(follower, upTo, Wire.call(other.raft(), limit, call));
        pause = false;
      } catch (java.io.IOException | Refused notNow) {
        pause = true;
      }
    }
  }

  private synchronized void heard(Follower follower, int upTo, Map<String, String> answer) {
    follower.answeredAt = now();
    if (number(answer, "term") > disk.term()) {
      follow(number(answer, "term"), NOBODY);
    } else if ("true".equals(answer.get("done"))) {
      follower.match = Math.max(follower.match, upTo);
      follower.next = follower.match + 1;
      commit();
    } else {
      follower.next = (int) Math.max(1, Math.min(follower.next - 1, number(answer, "last") + 1));
    }
  }

  /** Commits what a majority has, if it is of this term. */
  private void commit() {
    for (int index = disk.last(); index > committed; index--) {
      int have = 1;
      for (Follower follower : followers.values()) {
        have += follower.match >= index ? 1 : 0;
      }
      if (have * 2 > members.size() && disk.termAt(index) == disk.term()) {
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

  private synchronized Map<String, String> vote(Map<String, String> call) {
    long term = number(call, "term");
    int candidate = (int) number(call, "from");
    if (term > disk.term()) {
      follow(term, NOBODY);
    }
    long lastTerm = disk.termAt(disk.last());
    boolean fresh =
        number(call, "lastTerm") > lastTerm
            || number(call, "lastTerm") == lastTerm && number(call, "last") >= disk.last();
    boolean granted =
        term == disk.term() && fresh && (disk.votedFor() == NOBODY || disk.votedFor() == candidate);
    if (granted) {
      disk.vote(term, candidate);
      heardAt = now();
    }
    return Map.of("granted", Boolean.toString(granted), "term", Long.toString(disk.term()));
  }

  private Map<String, String> append(Map<String, String> call) throws InterruptedException {
    List<Entry> entries = new ArrayList<>();
    call.getOrDefault("entries", "").lines().forEach(line -> entries.add(Entry.parse(line)));
    int previous = (int) number(call, "previous");
    long late = Math.min(entries.size(), Math.max(0, number(call, "committed") - previous));
    if (late > 1) {
      synchronized (this) {
        heardAt = now() + late * timing.catchUp();
      }
      Thread.sleep(late * timing.catchUp());
    }
    return append(call, previous, entries);
  }

  private synchronized Map<String, String> append(
      Map<String, String> call, int previous, List<Entry> entries) {
    long term = number(call, "term");
    boolean done = false;
    if (term >= disk.term()) {
      if (term > disk.term() || leader != (int) number(call, "leader")) {
        follow(term, (int) number(call, "leader"));
      }
      heardAt = now();
      if (previous <= disk.last() && disk.termAt(previous) == number(call, "previousTerm")) {
        int index = previous;
        for (Entry entry : entries) {
          index++;
          if (index <= disk.last() && disk.termAt(index) != entry.term()) {
            disk.cutAfter(index - 1);
          }
          if (index > disk.last()) {
            disk.append(entry);
          }
        }
        readMembers();
        committed = (int) Math.max(committed, Math.min(number(call, "committed"), index));
        apply();
        done = true;
      }
    }
    return Map.of(
        "done", Boolean.toString(done),
        "term", Long.toString(disk.term()),
        "last", Integer.toString(disk.last()));
  }

  private void follow(long term, int newLeader) {
    if (term > disk.term()) {
      disk.vote(term, NOBODY);
    }
    role = Role.FOLLOWER;
    leader = newLeader;
    followers.clear();
    heardAt = now();
    timeout = timing.electionTimeout(random);
    notifyAll();
  }

  /** Asks a member to begin an election, once it has the whole log. */
  private void callElection(int target) throws InterruptedException {
    Member to;
    synchronized (this) {
      Follower follower = followers.get(target);
      long deadline = now() + 2_000;
      while (follower != null && follower.match < disk.last() && now() < deadline) {
        wait(timing.heartbeat());
      }
      to = members.get(target);
    }
    if (to == null || target == self.id()) {
      return;
    }
    try {
      Wire.call(to.raft(), 2_000, call("elect", Map.of()));
    } catch (java.io.IOException | Refused e) {
      journal.info("node " + target + " does not take the leadership: " + e.getMessage());
    }
  }

  private void requireLeader() throws Refused {
    if (role != Role.LEADER) {
      Member known = members.get(leader);
      throw new Refused("not leader " + (known == null ? "none" : known.grpc()));
    }
  }

  private boolean majorityAnswers() {
    long limit = Math.max(timing.heartbeat() * 6L, 1_000);
    long answering =
        1 + followers.values().stream().filter(other -> now() - other.answeredAt < limit).count();
    return answering * 2 > members.size();
  }

  private int nextVoter() {
    return members.tailMap(self.id() + 1).isEmpty()
        ? members.firstKey()
        : members.tailMap(self.id() + 1).firstKey();
  }

  private void readMembers() {
    members.clear();
    for (int i = 1; i <= disk.last(); i++) {
      if (disk.entry(i).command().startsWith("member ")) {
        Member member = Member.parse(disk.entry(i).command());
        members.put(member.id(), member);
      }
    }
  }

  private List<Member> others() {
    return members.values().stream().filter(member -> member.id() != self.id()).toList();
  }

  private Map<String, String> call(String op, Map<String, ?> more) {
    Map<String, String> call = new HashMap<>();
    more.forEach((key, value) -> call.put(key, String.valueOf(value)));
    call.put("op", op);
    call.put("from", Integer.toString(self.id()));
    call.put("version", build.version());
    call.put("oldestPeer", build.oldestPeer());
    return call;
  }

  private static long number(Map<String, String> map, String key) {
    return Long.parseLong(map.getOrDefault(key, "0"));
  }

  private static long now() {
    return System.nanoTime() / 1_000_000;
  }
}
