package dev.lockkeeper.starter.report;

import dev.lockkeeper.starter.run.Ran;
import dev.lockkeeper.workflows.model.Fact;
import dev.lockkeeper.workflows.model.Question;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A chronicle as Markdown, for a ticket. It does not carry the data, so it cannot be verified. */
public final class MarkdownReport {
  private final Chronicle chronicle;
  private final Summary summary;
  private final Stamp stamp;
  private final StringBuilder text = new StringBuilder();

  private MarkdownReport(Chronicle chronicle) {
    this.chronicle = chronicle;
    this.summary = chronicle.summary();
    this.stamp = Stamp.of(summary);
  }

  /** The text of the file. */
  public static String text(Chronicle chronicle) {
    return new MarkdownReport(chronicle).write();
  }

  private String write() {
    String target = summary.target() == null ? "" : " to " + summary.target();
    line("# " + safe(summary.cluster() + ": " + summary.product() + target));
    line("");
    line("**" + safe(summary.outcome()) + "**: " + safe(Sentences.standing(summary)));
    line("");
    if (!summary.unfinished().isEmpty()) {
      line(Sentences.halfDone(summary) + ":");
      line("");
      summary.unfinished().forEach(sentence -> line("- " + safe(sentence)));
      line("");
    }
    summary.notes().forEach(note -> line(safe(note) + "\n"));
    line("- run: " + safe(summary.workflowId() + ", " + summary.runId()));
    line("- began: " + stamp.full(summary.startedAt()) + " (" + safe(summary.zone()) + ")");
    line("- " + (summary.open() ? "seen" : "ended") + ": " + stamp.full(summary.endedAt()));
    line("- mixed versions: " + Sentences.mixed(summary, stamp));
    nodes();
    decisions();
    jobs();
    rest();
    line("");
    line("Head of the hash chain, over all of the report: `" + chronicle.head() + "`");
    return text.toString();
  }

  private void nodes() {
    table(
        "Nodes",
        List.of("node", "role", "host", "state", "before", "after", "down"),
        summary.nodes(),
        lane ->
            row(
                lane.name(),
                lane.role(),
                lane.host(),
                lane.state(),
                Sentences.known(lane.before()),
                Sentences.known(lane.after()),
                Sentences.down(lane)));
  }

  private void decisions() {
    List<Entry> decisions = chronicle.decisions();
    if (decisions.isEmpty()) {
      return;
    }
    title("Who decided what, and on which evidence");
    decisions.forEach(this::decision);
  }

  private void decision(Entry entry) {
    String comment = entry.comment() == null ? "" : " (" + entry.comment() + ")";
    String by = entry.by() == null ? "nobody" : entry.by();
    line(
        "- "
            + stamp.at(entry.at())
            + " **"
            + safe(by)
            + "**: "
            + safe(Sentences.known(entry.outcome()) + " " + entry.title() + comment));
    Question shown = entry.shown();
    if (shown == null) {
      return;
    }
    line("  - " + safe(shown.title()));
    if (shown.reason() != null) {
      line("  - " + safe(shown.reason()));
    }
    if (shown.failure() != null) {
      line("  - " + safe(shown.failure().toString()));
    }
    if (shown.evidence() != null) {
      for (Fact fact : shown.evidence().facts()) {
        String weight = fact.weight().name().toLowerCase(Locale.ROOT);
        line("  - " + weight + ": " + safe(fact.name() + ": " + fact.value()));
      }
    }
  }

  private void jobs() {
    table(
        "Jobs on nodes",
        List.of("began", "took", "node", "job", "ended", "script sha256", "marks", "log"),
        chronicle.of(EntryKind.COMMAND).stream()
            .map(Entry::ran)
            .filter(ran -> ran != null && ran.job() != null)
            .toList(),
        this::job);
  }

  private String job(Ran ran) {
    Ran.Job job = ran.job();
    return job == null
        ? ""
        : row(
            stamp.at(ran.at()),
            Stamp.took(ran.at(), ran.until()),
            job.node(),
            job.step() + ", attempt " + job.attempt(),
            ran.outcome() + ", " + Sentences.exit(job),
            Sentences.known(job.script()),
            Sentences.marks(job.marks()),
            Sentences.known(job.log()));
  }

  private void rest() {
    table(
        "Changed for the run's time only",
        List.of("at", "what", "before", "during", "now", "proof"),
        chronicle.of(EntryKind.UNDO),
        entry ->
            row(
                stamp.at(entry.at()),
                entry.title(),
                entry.change() == null ? "" : entry.change().before(),
                entry.change() == null ? "" : entry.change().during(),
                Sentences.known(entry.outcome()),
                Sentences.known(entry.comment())));
    table(
        "Waivers",
        List.of("check", "node", "by", "reason"),
        chronicle.of(EntryKind.WAIVER),
        entry ->
            row(
                entry.title(),
                entry.node() == null ? "all" : entry.node(),
                Sentences.known(entry.by()),
                Sentences.known(entry.comment())));
    table(
        "Warnings",
        List.of("at", "warning"),
        chronicle.of(EntryKind.WARNING),
        entry -> row(stamp.at(entry.at()), entry.title()));
    table(
        "Ignored messages",
        List.of("at", "message", "why"),
        chronicle.of(EntryKind.IGNORED),
        entry -> row(stamp.at(entry.at()), entry.title(), Sentences.known(entry.comment())));
    table(
        "Everything",
        List.of("entry", "at", "took", "kind", "what", "outcome"),
        chronicle.entries(),
        entry ->
            row(
                entry.number(),
                stamp.at(entry.at()),
                Stamp.took(entry.at(), entry.until()),
                entry.kind().word(),
                entry.title(),
                Sentences.known(entry.outcome())));
  }

  private <T> void table(
      String title, List<String> head, List<T> things, Function<T, String> writer) {
    if (things.isEmpty()) {
      return;
    }
    title(title);
    line("| " + String.join(" | ", head) + " |");
    line("|" + "---|".repeat(head.size()));
    things.forEach(thing -> line(writer.apply(thing)));
  }

  private static String row(Object... cells) {
    return Arrays.stream(cells)
        .map(cell -> safe(String.valueOf(cell)))
        .collect(Collectors.joining(" | ", "| ", " |"));
  }

  private void title(String title) {
    line("");
    line("## " + title);
    line("");
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  /** Text that Markdown takes for nothing but text, on one line. */
  static String safe(String value) {
    return value
        .replaceAll("([\\\\`*_\\[\\]|#~])", "\\\\$1")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replaceAll("\\s*[\\n\\r]+\\s*", " ");
  }
}
