package dev.lockkeeper.workflows.kwdb;

import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.Failure;
import dev.lockkeeper.workflows.model.FailureReason;
import dev.lockkeeper.workflows.model.Node;
import dev.lockkeeper.workflows.model.NodeState;
import dev.lockkeeper.workflows.model.Problem;
import dev.lockkeeper.workflows.model.Target;
import dev.lockkeeper.workflows.model.Version;
import dev.lockkeeper.workflows.runbook.Patience;
import dev.lockkeeper.workflows.runbook.Runbook;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * "KWDB supports upgrading from any previous version to the latest version through import-export
 * method." Table by table, so that a run that ended goes on with the table it was at; the old
 * cluster is only read and stays as it is.
 */
final class ImportExport {
  private final Runbook book;
  private final KwdbRequest request;
  private final List<Problem> problems = new ArrayList<>();

  ImportExport(Runbook book, KwdbRequest request) {
    this.book = book;
    this.request = request;
  }

  void run() {
    Sides sides = book.once("sides", Sides.class, this::preflight);
    Tables tables =
        book.step("tables", "List the tables of " + String.join(", ", request.kwdb().databases()))
            .call(
                KwdbNodes.class,
                (nodes, job) -> nodes.tables(sides.from(), request.kwdb().databases()));
    book.checkpoint(
        "export",
        "Export " + tables.names().size() + " tables and import them into the new installation",
        "",
        () -> evidence(tables));

    book.phase("Export data, import data");
    for (int i = 0; i < tables.names().size(); i++) {
      String table = tables.names().get(i);
      book.step("table-" + (i + 1), "Export and import " + table)
          .patience(Patience.JOB)
          .supposing(() -> new RowCounts(table, 0, 0, "supposed"))
          .call(
              KwdbNodes.class,
              (nodes, job) -> nodes.moveTable(move(sides, table), job),
              ImportExport::lost);
    }
    book.phase("Export and import users and cluster settings");
    for (MoveKind kind : MoveKind.values()) {
      String what = kind == MoveKind.USERS ? "users" : "cluster settings";
      book.step(kind == MoveKind.USERS ? "users" : "settings", "Export and import " + what)
          .patience(Patience.JOB)
          .callOrSkip(KwdbNodes.class, (nodes, job) -> nodes.moveRest(move(sides, ""), kind, job));
    }
    book.phase("Verify");
    for (int i = 0; i < tables.names().size(); i++) {
      String table = tables.names().get(i);
      book.step("count-" + (i + 1), "Compare the rows of " + table)
          .patience(Patience.LONG)
          .supposing(() -> new RowCounts(table, 0, 0, "supposed"))
          .call(
              KwdbNodes.class,
              (nodes, job) -> nodes.countRows(move(sides, table)),
              ImportExport::lost);
    }
    book.state(target(), NodeState.UPGRADED);
    book.conclude(
        tables.names().size()
            + " tables have the same rows in the new installation of "
            + request.upgrade().target()
            + "; "
            + source().name()
            + " was only read. After an import the high availability of a multi-replica cluster"
            + " may be affected: look at the replicas");
  }

  /** What is read, and what is written into. */
  private record Sides(NodeInspection old, NodeInspection fresh, KwdbView from, KwdbView to) {}

  private Sides preflight() {
    book.phase("Preflight");
    Optional<NodeInspection> old = inspect(source());
    Optional<NodeInspection> fresh = inspect(target());
    Version wanted = request.upgrade().target();
    fresh
        .map(NodeInspection::version)
        .filter(version -> !version.equals(wanted.text()))
        .ifPresent(
            version ->
                problem(target().name() + " has " + version + ", but the release is " + wanted));
    old.map(NodeInspection::version)
        .filter(version -> Version.of(version).compareTo(wanted) > 0)
        .ifPresent(
            version -> problem(source().name() + " has " + version + ", newer than " + wanted));
    if (!problems.isEmpty()) {
      book.refuse(
          "nothing was changed; " + problems.size() + " of the preflight's checks failed:",
          problems);
    }
    return new Sides(
        old.orElseThrow(),
        fresh.orElseThrow(),
        view(source(), old.orElseThrow()),
        view(target(), fresh.orElseThrow()));
  }

  private Optional<NodeInspection> inspect(Node node) {
    Optional<NodeInspection> seen =
        book.step("inspect", "Inspect")
            .on(node)
            .look(
                KwdbNodes.class,
                (nodes, job) ->
                    nodes.inspect(
                        new Target(node, request.upgrade().credentials()),
                        request.upgrade().cluster(),
                        request.upgrade().release(),
                        request.kwdb()),
                failure -> problem(node.name() + ": " + failure.message()));
    seen.ifPresent(
        inspection -> {
          inspection.problems().forEach(problem -> problem(node.name() + ": " + problem));
          if (inspection.version() != null) {
            book.seen(node, inspection.version());
          }
        });
    return seen;
  }

  private KwdbView view(Node node, NodeInspection seen) {
    return new KwdbView(
        List.of(
            new KwdbView.Member(
                new Target(node, request.upgrade().credentials()),
                seen.address(),
                seen.port(),
                seen.user(),
                node.home() + "/bin/kwbase",
                "",
                seen.security())),
        request.kwdb().sqlCredentials(),
        request.kwdb().sqlRoute());
  }

  private Evidence evidence(Tables tables) {
    return new Evidence(
        List.of(
            Fact.note("writes", "what is written into a table after its export is not imported"),
            Fact.note("old cluster", "it is only read, and is the way back"),
            Fact.note("users", "the vendor exports no passwords; set them again"),
            Fact.good("tables", String.join(", ", tables.names()))),
        book.now());
  }

  private TableMove move(Sides sides, String table) {
    return new TableMove(
        sides.from(),
        sides.to(),
        sides.old(),
        sides.fresh(),
        "lockkeeper-" + request.upgrade().cluster(),
        table);
  }

  private static Optional<Failure> lost(RowCounts counts) {
    return counts.before() == counts.after()
        ? Optional.empty()
        : Optional.of(
            new Failure(
                FailureReason.UNHEALTHY,
                counts.table()
                    + " has "
                    + counts.before()
                    + " rows in the old cluster and "
                    + counts.after()
                    + " in the new one"));
  }

  private Node source() {
    return request.upgrade().nodesOf(KwdbRole.NODE.word()).get(0);
  }

  private Node target() {
    return Objects.requireNonNull(request.upgrade().nodesOf(KwdbRole.TARGET.word()).get(0));
  }

  private void problem(String text) {
    problems.add(Problem.blocking(text));
  }
}
