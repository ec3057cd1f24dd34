package dev.lockkeeper.activities.databend;

import dev.lockkeeper.workflows.databend.Daemon;
import dev.lockkeeper.workflows.databend.DatabendVersion;
import dev.lockkeeper.workflows.model.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What the answers of the query nodes mean. */
final class QueryRules {
  /**
   * From here on a node without cluster_id sees only nodes of exactly its own release (source of
   * 1.2.934).
   */
  private static final DatabendVersion SEES_ITS_OWN_ONLY = DatabendVersion.of("1.2.684");

  private final List<QueryReading> readings;

  QueryRules(List<QueryReading> readings) {
    this.readings = List.copyOf(readings);
  }

  /** Whether each answers and shows each node of its cluster once, in the release it runs. */
  List<Fact> whole() {
    List<Fact> facts = new ArrayList<>();
    for (QueryReading reading : readings) {
      String name = reading.daemon().name();
      if (!reading.answers()) {
        facts.add(Fact.bad(name, reading.failure()));
        continue;
      }
      List<String> expected = expected(reading);
      List<String> shown = shown(reading);
      long addresses = reading.seen().stream().map(QueryReading.Row::address).distinct().count();
      if (!shown.equals(expected)) {
        facts.add(
            Fact.bad(
                name,
                "system.clusters shows "
                    + shown
                    + " instead of "
                    + expected
                    + "; a node that went without a word stays in it for a minute"));
      } else if (addresses != shown.size()) {
        facts.add(Fact.bad(name, "system.clusters shows a node twice: " + reading.seen()));
      } else {
        facts.add(
            Fact.good(name, "runs " + reading.version() + ", sees " + shown.size() + " nodes"));
      }
    }
    return facts;
  }

  /**
   * Whether another node of its cluster answers.
   *
   * @param waived whether none has to
   */
  List<Fact> without(Daemon node, boolean waived) {
    List<Fact> facts = new ArrayList<>();
    int others = 0;
    for (QueryReading reading : readings) {
      Daemon daemon = reading.daemon();
      if (daemon.name().equals(node.name()) || !daemon.group().equals(node.group())) {
        continue;
      }
      if (reading.answers()) {
        others++;
        facts.add(Fact.good(daemon.name(), "answers, runs " + reading.version()));
      } else {
        facts.add(Fact.bad(daemon.name(), reading.failure()));
      }
    }
    if (others == 0) {
      String text = "no other node of the cluster " + node.group() + " answers";
      facts.add(
          waived
              ? Fact.note("others", text + "; waived: nothing is answered meanwhile")
              : Fact.bad("others", text));
    }
    return facts;
  }

  private List<String> expected(QueryReading asked) {
    DatabendVersion version = Objects.requireNonNull(asked.version());
    boolean ownOnly = asked.daemon().group().endsWith("/") && version.atLeast(SEES_ITS_OWN_ONLY);
    return readings.stream()
        .filter(QueryReading::answers)
        .filter(reading -> reading.daemon().group().equals(asked.daemon().group()))
        .filter(reading -> !ownOnly || version.equals(reading.version()))
        .map(reading -> String.valueOf(reading.version()))
        .sorted()
        .toList();
  }

  private static List<String> shown(QueryReading reading) {
    return reading.seen().stream()
        .map(
            row ->
                VersionText.find(row.version())
                    .map(DatabendVersion::toString)
                    .orElse(row.version()))
        .sorted()
        .toList();
  }
}
