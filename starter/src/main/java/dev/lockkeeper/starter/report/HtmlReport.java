package dev.lockkeeper.starter.report;

import dev.lockkeeper.workflows.model.NodeState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * A chronicle as one HTML page: nothing in it runs and nothing is loaded. It carries the JSON of
 * the same chronicle as data, so that it can be verified.
 */
public final class HtmlReport {
  private static final String DATA = "<script type=\"application/json\" id=\"lockkeeper-report\">";
  private static final String END = "</script>";
  private static final String STYLE = style();

  private final Chronicle chronicle;
  private final Summary summary;
  private final Stamp stamp;
  private final Markup page = new Markup();

  private HtmlReport(Chronicle chronicle) {
    this.chronicle = chronicle;
    this.summary = chronicle.summary();
    this.stamp = Stamp.of(summary);
  }

  /** The text of the page. */
  public static String text(Chronicle chronicle) {
    return new HtmlReport(chronicle).write();
  }

  /**
   * The index of the data's first line; 0 if there is none. One changed byte does not hide them.
   */
  static int findData(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).equals(DATA)) {
        return i + 1;
      }
      if (i > 1 && lines.get(i).startsWith(JsonReport.SUMMARY)) {
        return i - 1;
      }
    }
    return 0;
  }

  /** The index of the line after the data, which begin at a line. */
  static int findEnd(List<String> lines, int from) {
    for (int i = from; i < lines.size(); i++) {
      if (lines.get(i).equals(END)) {
        return i;
      }
    }
    return lines.size();
  }

  private String write() {
    String title = "Upgrade of " + summary.cluster() + ": " + summary.outcome();
    begin(page, title);
    top();
    picture();
    HtmlSections sections = new HtmlSections(chronicle, stamp, page);
    sections.nodes();
    sections.decisions();
    sections.jobs();
    sections.undo();
    sections.remarks();
    sections.steps();
    sections.commands();
    sections.chain();
    page.line(DATA).raw(JsonReport.text(chronicle)).line(END);
    return page.line("</body>").line("</html>").toString();
  }

  /** Everything before the content; what is loaded or run by mistake is refused by the browser. */
  static void begin(Markup page, String title) {
    page.line("<!DOCTYPE html>").line("<html lang=\"en\">").line("<head>");
    page.line("<meta charset=\"utf-8\">");
    page.line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    page.line(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">");
    page.element("title", "", title).line("");
    page.line("<style>").raw(STYLE).line("</style>").line("</head>").line("<body>");
  }

  private void top() {
    page.raw("<h1>").text(summary.cluster() + " ");
    page.element("span", "class=\"badge " + tone() + "\"", summary.outcome()).line("</h1>");
    String target = summary.target() == null ? "" : " to " + summary.target();
    page.element(
            "p",
            "class=\"dim\"",
            summary.product() + target + ", " + summary.workflowId() + ", run " + summary.runId())
        .line("");
    page.raw("<div class=\"" + (tone().equals("good") ? "head" : "alarm") + "\">");
    page.element("p", "", Sentences.standing(summary));
    if (!summary.unfinished().isEmpty()) {
      page.element("p", "", Sentences.halfDone(summary) + ":").raw("<ul>");
      summary.unfinished().forEach(line -> page.element("li", "", line));
      page.raw("</ul>");
    }
    summary.notes().forEach(note -> page.element("p", "", note));
    page.line("</div>");
    page.raw("<div class=\"facts\">");
    fact("Began", stamp.full(summary.startedAt()));
    fact(summary.open() ? "Seen" : "Ended", stamp.full(summary.endedAt()));
    fact("Took", Stamp.took(summary.startedAt(), summary.endedAt()));
    fact("Mixed versions", Sentences.mixed(summary, stamp));
    fact("Times are in", summary.zone());
    page.line("</div>");
    page.raw("<p class=\"head\">Head of the hash chain, over all of this report:<br><code>");
    page.text(chronicle.head()).line("</code></p>");
  }

  private void fact(String name, String value) {
    page.raw("<div>").element("b", "", name).text(value).raw("</div>");
  }

  private String tone() {
    if (summary.open()) {
      return "note";
    }
    return summary.outcome().equals("COMPLETED") ? "good" : "bad";
  }

  private void picture() {
    page.line("<h2>Timeline</h2>");
    page.line(new Timeline(chronicle).svg());
    page.raw("<p class=\"legend\">");
    for (NodeState state : NodeState.values()) {
      boolean seen =
          summary.nodes().stream()
              .flatMap(lane -> lane.states().stream())
              .anyMatch(span -> span.state() == state);
      if (seen) {
        String word = state.name().toLowerCase(Locale.ROOT);
        legend("s-" + word, state == NodeState.DOWN ? "being restarted" : word);
      }
    }
    legend("down", "down, by the node's clock");
    legend("job", "job on the node");
    page.line("</p>");
  }

  private void legend(String kind, String words) {
    page.raw(
        "<span><svg width=\"11\" height=\"11\"><rect class=\""
            + kind
            + "\" width=\"11\" height=\"11\"/></svg>");
    page.text(words).raw("</span>");
  }

  private static String style() {
    try (InputStream file = HtmlReport.class.getResourceAsStream("report.css")) {
      if (file == null) {
        throw new IllegalStateException("report.css is not in the program");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
