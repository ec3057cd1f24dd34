package dev.lockkeeper.workflows.databend;

import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.Failure;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.runbook.Runbook;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The vendor's page "Upgrade Databend" (Databend documentation, Self-Hosted, 1.2): check
 * compatibility, upgrade databend-query, upgrade databend-meta, and check the logs. The page's
 * order holds only if the new query accepts the old meta; where it does not, the plan turns it
 * round or refuses.
 */
final class LegProcedure {
  private final Runbook book;
  private final UpgradeLeg leg;
  private final DatabendRequest request;
  private final Findings findings;

  LegProcedure(Runbook book, UpgradeLeg leg, Findings findings) {
    this.book = book;
    this.leg = leg;
    this.request = leg.request();
    this.findings = findings;
  }

  void run() {
    DaemonRestart restart = new DaemonRestart(book, leg, findings);
    List<Roll> rolls = findings.path().rolls();
    if (!rolls.isEmpty()) {
      book.once(leg.key("plan"), Shown.class, () -> show(findings.path()));
    }
    boolean metaUntouched = !runsAnywhere(DatabendRole.META);
    for (Roll roll : rolls) {
      if (roll.role() == DatabendRole.QUERY) {
        upgradeQueries(roll, restart, metaUntouched);
      } else {
        upgradeMetas(restart);
        metaUntouched = false;
      }
    }
    book.phase(leg.phase("Verify"));
    verify(restart);
  }

  /** That the plan was shown. */
  private record Shown(int rolls) {}

  private Shown show(UpgradePath.Direct path) {
    book.phase(leg.phase("Check Compatibility"));
    book.checkpoint(
        leg.key("plan"),
        (leg.first() ? "Go this way: " : "Go on to " + findings.target() + " this way: ")
            + String.join(", then ", path.rolls().stream().map(Roll::toString).toList()),
        DatabendNotes.plan(path),
        () ->
            new Evidence(
                path.rolls().stream()
                    .flatMap(roll -> roll.states().stream())
                    .map(
                        state -> Fact.good(state.description(), String.join("; ", state.because())))
                    .toList(),
                book.now()));
    return new Shown(path.rolls().size());
  }

  private void upgradeQueries(Roll roll, DaemonRestart restart, boolean wayBack) {
    book.phase(leg.phase("Upgrade databend-query"));
    List<Node> nodes = findings.toUpgrade(nodes(DatabendRole.QUERY));
    MixedVersions mixed = new MixedVersions(book, leg, findings);
    QueryUpgrade query = new QueryUpgrade(book, leg, restart, mixed, wayBack);
    mixed.begin();
    if (roll.manner() == RollManner.ALL_TOGETHER) {
      query.allTogether(nodes);
    } else {
      book.each(leg.key("queries"), nodes, query::run);
    }
    mixed.end();
  }

  private void upgradeMetas(DaemonRestart restart) {
    book.phase(leg.phase("Upgrade databend-meta"));
    List<Node> nodes = findings.toUpgrade(nodes(DatabendRole.META));
    MetaStart start =
        book.once(leg.key("meta-start"), MetaStart.class, () -> beginMetas(nodes, restart));
    List<Node> order =
        start.order().stream()
            .map(
                name ->
                    nodes.stream()
                        .filter(node -> node.name().equals(name))
                        .findFirst()
                        .orElseThrow())
            .toList();
    MetaUpgrade meta = new MetaUpgrade(book, request, restart, start.backup().toString());
    book.each(leg.key("metas"), order, meta::run);
  }

  /** What is decided once, before the first meta node. */
  private record MetaStart(List<String> order, Backup backup) {}

  private MetaStart beginMetas(List<Node> nodes, DaemonRestart restart) {
    MetaSight sight =
        book.step("metas", "Look who leads")
            .call(
                DatabendNodes.class,
                (databend, job) -> databend.metas(findings.view()),
                seen -> unsafe(seen.evidence()));
    List<Node> order = MetaUpgrade.followersFirst(nodes, sight);
    Backup backup = MetaUpgrade.backUp(book, leg, findings, order.get(0));
    return new MetaStart(order.stream().map(Node::name).toList(), backup);
  }

  /** "Check the databend-query and databend-meta logs", and what every node says it runs. */
  private void verify(DaemonRestart restart) {
    List<Node> nodes =
        request.upgrade().nodes().stream()
            .filter(node -> request.databend().upgrade().covers(DatabendRole.of(node.role())))
            .toList();
    book.together(
        nodes,
        node ->
            book.step("observe", "Read the running version and the logs")
                .on(node)
                .supposing(findings::target)
                .call(
                    DatabendNodes.class,
                    (databend, job) -> databend.observe(findings.view(), node.name()),
                    seen -> restart.judge(node, seen, findings.target())));
    book.step("metas", "Look at the meta nodes")
        .call(
            DatabendNodes.class,
            (databend, job) -> databend.metas(findings.view()),
            sight -> unsafe(sight.evidence()));
    book.step("queries", "Look at the query nodes")
        .call(
            DatabendNodes.class,
            (databend, job) -> databend.queries(findings.view()),
            sight -> unsafe(sight.evidence()));
  }

  private boolean runsAnywhere(DatabendRole role) {
    return nodes(role).stream()
        .anyMatch(node -> Objects.equals(findings.versionBefore(node), findings.target()));
  }

  private static Optional<Failure> unsafe(Evidence evidence) {
    return evidence.safe()
        ? Optional.empty()
        : Optional.of(new Failure(FailureReason.UNHEALTHY, evidence.objections()));
  }

  private List<Node> nodes(DatabendRole role) {
    return request.upgrade().nodesOf(role.word());
  }
}
