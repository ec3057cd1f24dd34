package dev.lockkeeper.activities.databend;

import dev.lockkeeper.workflows.databend.Daemon;
import dev.lockkeeper.workflows.model.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the states of the meta nodes mean. {@code /v1/health} is not asked: it always says {@code
 * pass} (1.2.934).
 */
final class MetaRules {
  private final List<MetaReading> readings;
  private final @Nullable MetaStatus leaderAgain;

  /**
   * @param readings of every meta node, the leader's first
   * @param leaderAgain the leader's state after all the others were read; null if there is none
   */
  MetaRules(List<MetaReading> readings, @Nullable MetaStatus leaderAgain) {
    this.readings = List.copyOf(readings);
    this.leaderAgain = leaderAgain;
  }

  /** The one that all who take part follow. */
  Optional<MetaReading> leader() {
    List<Long> followed =
        readings.stream()
            .filter(MetaReading::takesPart)
            .map(reading -> Objects.requireNonNull(reading.status()).leader())
            .distinct()
            .toList();
    return followed.size() != 1
        ? Optional.empty()
        : readings.stream()
            .filter(
                reading ->
                    reading.status() != null
                        && reading.status().leads()
                        && followed.get(0).equals(reading.status().id()))
            .findFirst();
  }

  /** Whether all are there, agree, and have the same data. */
  List<Fact> whole() {
    List<Fact> facts = new ArrayList<>();
    for (MetaReading reading : readings) {
      absence(reading).ifPresent(why -> facts.add(Fact.bad(reading.daemon().name(), why)));
    }
    facts.addAll(agreement());
    if (facts.stream().noneMatch(fact -> fact.weight() == Fact.Weight.BAD)) {
      facts.add(inStep(readings));
    }
    return facts;
  }

  /**
   * Whether enough voters remain without one. It may be down already.
   *
   * @param waived whether there may be too few
   */
  List<Fact> without(String node, boolean waived) {
    List<Fact> facts = new ArrayList<>(agreement());
    Optional<MetaReading> leader = leader();
    if (leader.isEmpty()) {
      return facts;
    }
    int voters = Objects.requireNonNull(leader.get().status()).voters().size();
    int quorum = voters / 2 + 1;
    List<MetaReading> others =
        readings.stream()
            .filter(reading -> !reading.daemon().name().equals(node))
            .filter(MetaReading::takesPart)
            .toList();
    for (MetaReading reading : readings) {
      absence(reading).ifPresent(why -> facts.add(Fact.note(reading.daemon().name(), why)));
    }
    String count =
        others.size()
            + " of "
            + voters
            + " voters remain without "
            + node
            + ", a quorum is "
            + quorum;
    if (others.size() >= quorum) {
      facts.add(Fact.good("quorum", count));
    } else {
      facts.add(
          waived
              ? Fact.note("quorum", count + "; waived: no statement works meanwhile")
              : Fact.bad("quorum", count));
    }
    List<MetaReading> alive = readings.stream().filter(MetaReading::takesPart).toList();
    facts.add(inStep(alive));
    return facts;
  }

  private static Optional<String> absence(MetaReading reading) {
    if (reading.status() == null) {
      return Optional.of(reading.failure());
    }
    return reading.takesPart()
        ? Optional.empty()
        : Optional.of(
            "is a "
                + reading.status().state()
                + (reading.status().leader() == null ? " and knows no leader" : ""));
  }

  /** One leader of one term, and everywhere the voters that the request names. */
  private List<Fact> agreement() {
    List<Fact> facts = new ArrayList<>();
    List<MetaStatus> alive =
        readings.stream()
            .filter(MetaReading::takesPart)
            .map(reading -> Objects.requireNonNull(reading.status()))
            .toList();
    Optional<MetaReading> leader = leader();
    if (leader.isEmpty()) {
      facts.add(
          Fact.bad(
              "leader",
              "no node leads that all others follow: "
                  + alive.stream()
                      .map(status -> status.id() + " follows " + status.leader())
                      .collect(Collectors.joining(", "))));
      return facts;
    }
    MetaStatus leading = Objects.requireNonNull(leader.get().status());
    facts.add(Fact.good("leader", leader.get().daemon().name() + " in term " + leading.term()));
    TreeSet<Long> named = new TreeSet<>();
    for (MetaReading reading : readings) {
      named.add(reading.daemon().raftId());
      MetaStatus status = reading.status();
      if (reading.takesPart()
          && status != null
          && (status.term() != leading.term() || !status.voters().equals(leading.voters()))) {
        facts.add(
            Fact.bad(
                reading.daemon().name(),
                "is in term %d with the voters %s, the leader in term %d with %s"
                    .formatted(status.term(), status.voters(), leading.term(), leading.voters())));
      }
    }
    if (!named.equals(new TreeSet<>(leading.voters()))) {
      facts.add(
          Fact.bad(
              "voters",
              "the cluster's voters are "
                  + leading.voters()
                  + ", but the request names the nodes with the ids "
                  + named
                  + "; name every meta node"));
    } else {
      facts.add(Fact.good("voters", leading.voters().toString()));
    }
    return facts;
  }

  /**
   * Whether the data is the same: each was read between two looks at the leader, so it must lie
   * between what those saw. Logs that are equal are not enough: nodes were seen with equal logs and
   * different data (issue 19794 of databendlabs/databend).
   */
  private Fact inStep(List<MetaReading> alive) {
    MetaReading leader = leader().orElse(null);
    if (leader == null || leader.status() == null || leaderAgain == null) {
      return Fact.bad("data", "nothing is known without a leader");
    }
    MetaStatus before = leader.status();
    boolean still =
        before.lastSequence() == leaderAgain.lastSequence()
            && before.lastApplied() == leaderAgain.lastApplied();
    List<String> apart = new ArrayList<>();
    for (MetaReading reading : alive) {
      MetaStatus status = Objects.requireNonNull(reading.status());
      Daemon daemon = reading.daemon();
      if (status.lastApplied() < before.lastApplied()) {
        apart.add(
            daemon.name() + " has applied " + status.lastApplied() + " of " + before.lastApplied());
      } else if (status.lastSequence() < before.lastSequence()
          || status.lastSequence() > leaderAgain.lastSequence()) {
        apart.add(
            "%s has last_seq %d, the leader %d"
                .formatted(daemon.name(), status.lastSequence(), before.lastSequence()));
      } else if (still
          && Objects.equals(status.snapshotIndex(), before.snapshotIndex())
          && countsDiffer(status, before)) {
        apart.add(
            "%s has %s keys, the leader %s"
                .formatted(daemon.name(), status.snapshotKeys(), before.snapshotKeys()));
      }
    }
    return apart.isEmpty()
        ? Fact.good(
            "data",
            "%d nodes with last_seq %d%s"
                .formatted(
                    alive.size(),
                    before.lastSequence(),
                    before.snapshotKeys() == null ? "" : ", " + before.snapshotKeys() + " keys"))
        : Fact.bad("data", String.join("; ", apart));
  }

  /** Releases before 1.2.658 do not say how many keys there are, so they say nothing against it. */
  private static boolean countsDiffer(MetaStatus one, MetaStatus other) {
    return one.snapshotKeys() != null
        && other.snapshotKeys() != null
        && !one.snapshotKeys().equals(other.snapshotKeys());
  }
}
