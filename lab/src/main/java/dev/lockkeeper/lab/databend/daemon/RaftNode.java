package dev.lockkeeper.lab.databend.daemon;

import dev.lockkeeper.lab.databend.daemon.Wire.Refused;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A member of a Raft group: elections, replication, commitment by a majority, and members that join
 * one at a time. What it leaves out is snapshots: a node that was away gets the log entry by entry.
 */
final class RaftNode {
  private final Build build;
  private final Member self;
  private final RaftTiming timing;
  private final Journal journal;
  private final RaftState state;

  RaftNode(Build build, Member self, RaftDisk disk, RaftTiming timing, Journal journal) {
    this.build = build;
    this.self = self;
    this.timing = timing;
    this.journal = journal;
    this.state = new RaftState(self, disk, timing);
  }

  /** Begins to take part. */
  void start() {
    state.listens();
    Threads.start(
        "raft-clock",
        () -> {
          while (true) {
            Thread.sleep(Math.max(5, timing.heartbeat() / 5));
            if (state.hasLostMajority()) {
              journal.info("leader " + self.id() + " hears no majority and steps down");
            } else if (state.isElectionDue()) {
              Threads.start("election", this::elect);
            }
          }
        });
  }

  /** Makes this node the first member of a new group. */
  void found() {
    state.found();
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
      case "vote" -> {
        boolean granted =
            state.vote(
                number(call, "term"),
                (int) number(call, "from"),
                number(call, "last"),
                number(call, "lastTerm"));
        yield Map.of("granted", Boolean.toString(granted), "term", Long.toString(state.term()));
      }
      case "append" -> append(AppendCall.parse(call));
      case "elect" -> {
        elect();
        yield Map.of();
      }
      case "join", "forward" -> {
        write(call.getOrDefault("command", ""));
        yield Map.of();
      }
      case "list" -> state.list(call.getOrDefault("prefix", ""));
      default -> throw new Refused("unknown call");
    };
  }

  /**
   * Adds a command to the log and waits until a majority has it.
   *
   * @throws Refused if this is not the leader, or no majority answers in time
   */
  void write(String command) throws Refused, InterruptedException {
    int index;
    long term;
    synchronized (state) {
      state.requireLeader();
      term = state.term();
      Member joins = command.startsWith("member ") ? Member.parse(command) : null;
      boolean known = joins == null || state.members().contain(joins.id());
      index = state.append(command);
      if (joins != null && !known) {
        replicateTo(joins, term);
      }
    }
    state.awaitCommitted(index, term);
  }

  /** What is below a prefix; only the leader of a majority knows. */
  Map<String, String> list(String prefix) throws Refused {
    return state.list(prefix);
  }

  /**
   * Hands the leadership to another member, without waiting for its election.
   *
   * @param to its id; negative for the next one
   * @return the id it goes to
   */
  int transfer(int to) throws Refused {
    Member target;
    synchronized (state) {
      state.requireLeader();
      target = state.members().get(to >= 0 ? to : state.members().next());
    }
    if (target == null) {
      throw new Refused("node " + to + " is no voter");
    }
    Member chosen = target;
    Threads.start("transfer", () -> callElection(chosen));
    return chosen.id();
  }

  RaftStatus status() {
    return state.status();
  }

  /** The whole log. */
  List<Entry> entries() {
    return state.entries();
  }

  /** What this node has applied, whoever leads. */
  Map<String, String> keys() {
    return state.keys();
  }

  private void elect() throws InterruptedException {
    Map<String, Object> question;
    List<Member> others;
    synchronized (state) {
      question = state.stand();
      others = state.members().others();
    }
    if (question.isEmpty()) {
      return;
    }
    Map<String, String> call = call("vote", question);
    Ballot ballot = new Ballot(1 + others.size());
    ballot.add(true);
    for (Member other : others) {
      Threads.start("vote-" + other.id(), () -> ballot.add(votesForMe(other, call)));
    }
    if (ballot.won(timing.callLimit())) {
      lead(number(call, "term"));
    }
  }

  private boolean votesForMe(Member other, Map<String, String> call) {
    try {
      Map<String, String> answer = Wire.call(other.raft(), timing.callLimit(), call);
      state.seen(number(answer, "term"));
      return "true".equals(answer.get("granted"));
    } catch (IOException | Refused noVote) {
      return false;
    }
  }

  private void lead(long term) {
    synchronized (state) {
      if (!state.lead(term)) {
        return;
      }
      for (Member other : state.members().others()) {
        replicateTo(other, term);
      }
      // An entry of its own term, without which it could not commit those of others.
      state.append("blank");
    }
    journal.info("node " + self.id() + " is leader of term " + term);
  }

  private void replicateTo(Member other, long term) {
    Follower follower = state.follower(other.id());
    Threads.start("replicate-" + other.id(), () -> replicate(other, follower, term));
  }

  private void replicate(Member other, Follower follower, long term) throws InterruptedException {
    boolean pause = false;
    while (true) {
      @Nullable AppendCall next = state.next(follower, term, pause);
      if (next == null) {
        return;
      }
      try {
        Map<String, String> answer =
            Wire.call(other.raft(), AppendCall.limit(timing), call("append", next.fields()));
        state.answered(
            follower,
            next,
            number(answer, "term"),
            "true".equals(answer.get("done")),
            number(answer, "last"));
        pause = false;
      } catch (IOException | Refused notNow) {
        pause = true;
      }
    }
  }

  /** A node that was away needs its time for what the others have long had. */
  private Map<String, String> append(AppendCall call) throws InterruptedException {
    if (call.late() > 1) {
      long millis = call.late() * (long) timing.catchUp();
      state.expectSilence(millis);
      Thread.sleep(millis);
    }
    boolean done = state.take(call);
    return Map.of(
        "done", Boolean.toString(done),
        "term", Long.toString(state.term()),
        "last", Integer.toString(state.last()));
  }

  /** Asks a member to begin an election, once it has the whole log. */
  private void callElection(Member target) throws InterruptedException {
    state.awaitWhole(target.id());
    if (target.id() == self.id()) {
      return;
    }
    try {
      Wire.call(target.raft(), 2_000, call("elect", Map.of()));
    } catch (IOException | Refused e) {
      journal.info("node " + target.id() + " does not take the leadership: " + e.getMessage());
    }
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
}
