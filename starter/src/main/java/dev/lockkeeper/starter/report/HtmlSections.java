package dev.lockkeeper.starter.report;

import dev.lockkeeper.starter.run.Ran;
import dev.lockkeeper.workflows.model.Evidence;
import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.Question;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The parts of a page below its picture. */
final class HtmlSections {
  private final Chronicle chronicle;
  private final Stamp stamp;
  private final Markup page;

  HtmlSections(Chronicle chronicle, Stamp stamp, Markup page) {
    this.chronicle = chronicle;
    this.stamp = stamp;
    this.page = page;
  }

  void nodes() {
    table(
        "Nodes",
        List.of("Node", "Role", "Host", "State", "Before", "After", "Down"),
        chronicle.summary().nodes(),
        lane ->
            page.cell("Node", lane.name())
                .cell("Role", lane.role())
                .cell("Host", lane.host())
                .cell("State", lane.state())
                .cell("Before", lane.before())
                .cell("After", lane.after())
                .cell("Down", Sentences.down(lane)));
  }

  void decisions() {
    List<Entry> decisions = chronicle.decisions();
    if (decisions.isEmpty()) {
      return;
    }
    page.line("<h2>Who decided what, and on which evidence</h2>");
    decisions.forEach(this::decision);
  }

  private void decision(Entry entry) {
    page.raw("<div class=\"card\"><p>")
        .element("b", "", entry.by() == null ? "Nobody" : entry.by());
    page.text(": " + Sentences.known(entry.outcome()) + " ").element("code", "", entry.title());
    page.element("span", "class=\"dim\"", " at " + stamp.at(entry.at())).raw("</p>");
    if (entry.comment() != null) {
      page.element("p", "", "“" + entry.comment() + "”");
    }
    Question shown = entry.shown();
    if (shown != null) {
      String waited =
          Stamp.took(shown.askedAt(), entry.until() == null ? entry.at() : entry.until());
      page.raw("<p>").text(shown.title());
      page.element("span", "class=\"dim\"", ", waited " + waited).raw("</p>");
      if (shown.reason() != null) {
        page.element("p", "class=\"note\"", shown.reason());
      }
      if (shown.failure() != null) {
        page.element("p", "class=\"bad\"", shown.failure());
      }
      evidence(shown.evidence());
      if (shown.detail() != null) {
        page.raw("<details><summary>What else was shown</summary>");
        page.element("pre", "", shown.detail()).raw("</details>");
      }
    }
    page.line("</div>");
  }

  private void evidence(@Nullable Evidence evidence) {
    if (evidence == null) {
      return;
    }
    page.raw("<ul>");
    for (Fact fact : evidence.facts()) {
      page.raw("<li>");
      page.element(
          "span",
          "class=\"" + fact.weight().name().toLowerCase(Locale.ROOT) + "\"",
          fact.weight().name().toLowerCase(Locale.ROOT));
      page.text(" " + fact.name() + ": " + fact.value()).raw("</li>");
    }
    page.raw("</ul>");
    page.element("p", "class=\"dim\"", "seen at " + stamp.at(evidence.seenAt()));
  }

  void jobs() {
    table(
        "Jobs on nodes",
        List.of("Began", "Node", "Job", "Ended", "Script, marks and log on the node"),
        chronicle.of(EntryKind.COMMAND).stream()
            .filter(entry -> entry.ran() != null && entry.ran().job() != null)
            .toList(),
        this::job);
  }

  private void job(Entry entry) {
    Ran ran = entry.ran();
    Ran.Job job = ran == null ? null : ran.job();
    if (ran == null || job == null) {
      return;
    }
    page.element("td", "class=\"when\" data-label=\"Began\"", stamp.at(entry.at()));
    page.cell("Node", job.node());
    page.cell("Job", job.step() + ", attempt " + job.attempt());
    page.cell(
        "Ended",
        ran.outcome() + ", " + Sentences.exit(job) + ", " + Stamp.took(ran.at(), ran.until()));
    page.open("td", "data-label=\"Traces\"");
    page.raw("<code>");
    page.text(job.script() == null ? "script not hashed" : "sha256 " + job.script()).raw("</code>");
    if (!job.marks().isEmpty()) {
      page.raw("<br>").text(Sentences.marks(job.marks()));
    }
    if (job.log() != null) {
      page.raw("<br>").element("code", "", job.log());
    }
    if (ran.failure() != null) {
      page.raw("<br>").element("span", "class=\"bad\"", ran.failure());
    }
    page.raw("</td>");
  }

  void undo() {
    table(
        "Changed for the run's time only",
        List.of("At", "What", "Before", "During", "Now", "Proof"),
        chronicle.of(EntryKind.UNDO),
        entry -> {
          page.element("td", "class=\"when\" data-label=\"At\"", stamp.at(entry.at()));
          page.cell("What", entry.title());
          page.cell("Before", entry.change() == null ? "" : entry.change().before());
          page.cell("During", entry.change() == null ? "" : entry.change().during());
          page.cell("Now", entry.outcome()).cell("Proof", entry.comment());
        });
  }

  void remarks() {
    table(
        "Waivers",
        List.of("Check", "Node", "By", "Reason"),
        chronicle.of(EntryKind.WAIVER),
        entry ->
            page.cell("Check", entry.title())
                .cell("Node", entry.node() == null ? "all" : entry.node())
                .cell("By", entry.by())
                .cell("Reason", entry.comment()));
    table(
        "Warnings",
        List.of("At", "Warning"),
        chronicle.of(EntryKind.WARNING),
        entry -> {
          page.element("td", "class=\"when\" data-label=\"At\"", stamp.at(entry.at()));
          page.cell("Warning", entry.title());
        });
    table(
        "Ignored messages",
        List.of("At", "Message", "Why"),
        chronicle.of(EntryKind.IGNORED),
        entry -> {
          page.element("td", "class=\"when\" data-label=\"At\"", stamp.at(entry.at()));
          page.cell("Message", entry.title()).cell("Why", entry.comment());
        });
  }

  void steps() {
    table(
        "Steps",
        List.of("Began", "Took", "Phase", "Step", "Outcome", "Attempts"),
        chronicle.of(EntryKind.STEP),
        entry -> {
          Entry.StepDetail step = entry.step();
          page.element("td", "class=\"when\" data-label=\"Began\"", stamp.at(entry.at()));
          page.element(
              "td", "class=\"when\" data-label=\"Took\"", Stamp.took(entry.at(), entry.until()));
          page.cell("Phase", step == null ? "" : step.phase());
          page.cell("Step", entry.title());
          page.cell("Outcome", entry.outcome())
              .cell("Attempts", step == null ? "" : step.attempts());
        });
  }

  void commands() {
    List<Entry> commands = chronicle.of(EntryKind.COMMAND);
    if (commands.isEmpty()) {
      return;
    }
    page.line("<h2>Every command</h2>");
    page.line(
        "<details><summary>"
            + commands.size()
            + " commands, with what they were told and what they gave, as hashes</summary>");
    rows(
        List.of("Began", "Took", "Command", "Outcome", "Worker", "Hashes"),
        commands,
        this::command);
    page.line("</details>");
  }

  private void command(Entry entry) {
    Ran ran = entry.ran();
    if (ran == null) {
      return;
    }
    page.element("td", "class=\"when\" data-label=\"Began\"", stamp.at(entry.at()));
    page.element("td", "class=\"when\" data-label=\"Took\"", Stamp.took(ran.at(), ran.until()));
    page.cell("Command", ran.title() + " (" + ran.activity() + ")");
    String attempts = ran.attempts() > 1 ? ", attempt " + ran.attempts() : "";
    page.cell("Outcome", ran.outcome() + attempts).cell("Worker", ran.worker());
    page.open("td", "data-label=\"Hashes\"").raw("<code>").text("told " + ran.input());
    if (ran.result() != null) {
      page.raw("<br>").text("gave " + ran.result());
    }
    page.raw("</code></td>");
  }

  void chain() {
    List<HashChain.Link> links = HashChain.of(chronicle);
    page.line("<h2>The chain</h2>");
    page.element(
            "p",
            "class=\"dim\"",
            "Each hash is the SHA-256 of the hash before it and its own entry; the last one stands for all. ./lockkeeper report --verify FILE says whether, and where, this file was changed.")
        .line("");
    page.line("<details><summary>" + chronicle.entries().size() + " entries</summary>");
    rows(
        List.of("Entry", "At", "What", "Hash"),
        chronicle.entries(),
        entry -> {
          page.cell("Entry", entry.number());
          page.element("td", "class=\"when\" data-label=\"At\"", stamp.at(entry.at()));
          String outcome = entry.outcome() == null ? "" : ": " + entry.outcome();
          page.cell("What", entry.kind().word() + ", " + entry.title() + outcome);
          page.open("td", "data-label=\"Hash\"");
          page.element("code", "", links.get(entry.number()).hash()).raw("</td>");
        });
    page.line("</details>");
  }

  private <T> void table(String title, List<String> head, List<T> things, Consumer<T> row) {
    if (!things.isEmpty()) {
      page.element("h2", "", title).line("");
      rows(head, things, row);
    }
  }

  private <T> void rows(List<String> head, List<T> things, Consumer<T> row) {
    page.raw("<table><thead><tr>");
    head.forEach(name -> page.element("th", "", name));
    page.line("</tr></thead><tbody>");
    for (T thing : things) {
      page.raw("<tr>");
      row.accept(thing);
      page.line("</tr>");
    }
    page.line("</tbody></table>");
  }
}
