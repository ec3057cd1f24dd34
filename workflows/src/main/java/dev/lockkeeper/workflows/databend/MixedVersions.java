package dev.lockkeeper.workflows.databend;

import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.runbook.Alarm;
import dev.lockkeeper.workflows.runbook.Runbook;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * "The versions of all query nodes in the same cluster must be identical" (the vendor's page):
 * while they are upgraded one by one they are not. How long that lasts is shown, and warned about.
 */
final class MixedVersions {
  /** Runs that began before there were alarms go on without. */
  private static final String ALARMS = "databend-mixed-versions";

  private final Runbook book;
  private final UpgradeLeg leg;
  private final Findings findings;
  private final Map<String, Alarm> alarms = new HashMap<>();

  MixedVersions(Runbook book, UpgradeLeg leg, Findings findings) {
    this.book = book;
    this.leg = leg;
    this.findings = findings;
  }

  /** A cluster may be mixed already, by this run before it was continued or by one before it. */
  void begin() {
    for (Daemon query : findings.view().of(DatabendRole.QUERY)) {
      if (isMixed(query.group())) {
        watch(query.group());
      }
    }
  }

  /** A node is about to run the new release: its cluster is mixed unless it is the last one. */
  void restarting(Node node) {
    String group = findings.daemon(node).group();
    if (nodes(group).stream()
        .filter(other -> !other.name().equals(node.name()))
        .anyMatch(other -> !findings.target().equals(seen(other).orElse("")))) {
      watch(group);
    }
  }

  /** A node was seen on the new release. */
  void upgraded(Node node) {
    String group = findings.daemon(node).group();
    if (!isMixed(group)) {
      cancel(group);
    }
  }

  /** What somebody who decides about a node should know. */
  List<Fact> facts(Node node) {
    String group = findings.daemon(node).group();
    if (!isMixed(group)) {
      return List.of();
    }
    Instant since = since(group);
    return List.of(
        Fact.note(
            "mixed versions",
            "%s: %s, since %s (%d min; warned about after %s)"
                .formatted(
                    group,
                    releases(group),
                    since,
                    Duration.between(since, book.now()).toMinutes(),
                    limit())));
  }

  void end() {
    List.copyOf(alarms.keySet()).forEach(this::cancel);
  }

  private void watch(String group) {
    Instant since = since(group);
    if (alarms.containsKey(group)
        || Workflow.getVersion(ALARMS, Workflow.DEFAULT_VERSION, 1) == Workflow.DEFAULT_VERSION) {
      return;
    }
    Duration left = limit().minus(Duration.between(since, book.now()));
    alarms.put(
        group,
        Alarm.in(
            left.isNegative() ? Duration.ofMillis(1) : left,
            "Query nodes of " + group + " run different releases for too long",
            () ->
                book.alert(
                    "the query nodes of %s run different releases since %s, which is longer than %s; the vendor wants them identical: bring the upgrade to its end"
                        .formatted(group, since, limit()))));
  }

  private void cancel(String group) {
    Alarm alarm = alarms.remove(group);
    if (alarm != null) {
      alarm.cancel();
    }
  }

  private Instant since(String group) {
    return book.since(leg.key("mixed-" + group));
  }

  private Duration limit() {
    return leg.request().databend().mixedLimit();
  }

  private boolean isMixed(String group) {
    return nodes(group).stream().map(this::seen).flatMap(Optional::stream).distinct().count() > 1;
  }

  /** Such as {@code query-1 on 1.2.768, query-2 and query-3 on 1.2.725}. */
  private String releases(String group) {
    Map<String, List<String>> byRelease =
        nodes(group).stream()
            .collect(
                Collectors.groupingBy(
                    node -> seen(node).orElse("an unknown release"),
                    TreeMap::new,
                    Collectors.mapping(Daemon::name, Collectors.toList())));
    return byRelease.entrySet().stream()
        .map(entry -> String.join(" and ", entry.getValue()) + " on " + entry.getKey())
        .collect(Collectors.joining(", "));
  }

  private Optional<String> seen(Daemon query) {
    return book.lastSeen(query.node().node());
  }

  private List<Daemon> nodes(String group) {
    return findings.view().of(DatabendRole.QUERY).stream()
        .filter(query -> query.group().equals(group))
        .toList();
  }
}
