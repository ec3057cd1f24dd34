package dev.lockkeeper.starter.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a chronicle is written for people. */
class PagesTest {
  private static final String HOSTILE =
      "</script><script>alert(1)</script>'\"><img src=x onerror=alert(1)> | `a` <!-- ]]>";

  @Test
  void nothingThatAnybodySaidBecomesMarkup() throws IOException {
    Chronicle chronicle = Sample.with(HOSTILE);
    String page = HtmlReport.text(chronicle);

    assertThat(page.split("<script", -1)).hasSize(2);
    assertThat(page.split("</script", -1)).hasSize(2);
    assertThat(page).doesNotContain("<img", "<!-- ", "onerror=alert(1)>");
    assertThat(page).contains("&lt;img src=x onerror=alert(1)&gt;");
    assertThat(MarkdownReport.text(chronicle)).doesNotContain("<img", "<script", " | `a`");
    JsonNode json = new ObjectMapper().readTree(JsonReport.text(chronicle));
    assertThat(json.at("/entries/2/entry/comment").asText()).isEqualTo(HOSTILE);
    assertThat(JsonReport.text(chronicle)).doesNotContain("<", ">");
  }

  @Test
  void aPageLoadsNothing() {
    assertThat(HtmlReport.text(Sample.with("x")).replace("http://www.w3.org/2000/svg", ""))
        .contains("default-src 'none'")
        .doesNotContain("http:", "https:", "src=", "href=", "url(", "@import");
  }

  @Test
  void theTimelineMarksDownTimesAndWritesTheZonesTime() {
    String picture = new Timeline(Sample.with("x")).svg();

    assertThat(picture).contains("down 6.0 s", "23:59", "00:01", "waited 10.0 s, approve by x");
    // 6 of 300 seconds, 50 seconds after the beginning.
    assertThat(picture).contains("class=\"down\" x=\"16.667%\" y=\"80\" width=\"2.000%\"");
  }

  @Test
  void aRunThatBeganNothingHasAPageToo() {
    Instant now = Sample.START;
    Summary summary =
        new Summary(
            "upgrade-orders",
            "run-1",
            "fluss",
            "orders",
            null,
            "TERMINATED",
            false,
            "terminated",
            now,
            now,
            List.of(),
            null,
            List.of(),
            List.of(),
            "UTC",
            "test");
    Chronicle nothing =
        new Chronicle(summary, List.of(Entry.of(now, EntryKind.END, "TERMINATED").numbered(1)));

    assertThat(HtmlReport.text(nothing)).contains("TERMINATED");
    assertThat(MarkdownReport.text(nothing)).contains("TERMINATED");
  }

  @Test
  void allFormatsEndWithTheSameHead() {
    Chronicle chronicle = Sample.with("x");

    assertThat(JsonReport.text(chronicle)).contains("\"head\":\"" + chronicle.head() + "\"\n}\n");
    assertThat(HtmlReport.text(chronicle)).contains("<code>" + chronicle.head() + "</code>");
    assertThat(MarkdownReport.text(chronicle)).endsWith("`" + chronicle.head() + "`\n");
  }
}
