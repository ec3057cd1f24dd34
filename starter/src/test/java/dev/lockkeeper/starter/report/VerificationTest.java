package dev.lockkeeper.starter.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What becomes of a stored report that somebody has changed. */
class VerificationTest {
  private static final Chronicle SAMPLE = Sample.with("größer & kleiner");

  @Test
  void aStoredReportIsAsItWasWritten() {
    assertThat(verify(JsonReport.text(SAMPLE))).isInstanceOf(Verdict.Intact.class);
    assertThat(verify(HtmlReport.text(SAMPLE))).isInstanceOf(Verdict.Intact.class);
  }

  @Test
  void aChangedByteAnywhereInTheJsonIsFoundInItsLine() {
    flipsAreFound(JsonReport.text(SAMPLE), 5);
  }

  @Test
  void aChangedByteAnywhereInThePageIsFoundInItsLine() {
    flipsAreFound(HtmlReport.text(SAMPLE), 31);
  }

  @Test
  void whatWasCutOffOrAddedIsFound() {
    for (String text : new String[] {JsonReport.text(SAMPLE), HtmlReport.text(SAMPLE)}) {
      assertThat(verify(text.substring(0, text.length() - 1))).isInstanceOf(Verdict.Changed.class);
      assertThat(verify(text + " ")).isInstanceOf(Verdict.Changed.class);
      assertThat(verify(text.substring(0, text.lastIndexOf("\"head\""))))
          .isInstanceOf(Verdict.Changed.class);
    }
  }

  @Test
  void aChangedEntryIsNamedByNumberTimeAndWords() {
    String text =
        JsonReport.text(SAMPLE).replace("\"outcome\":\"approve\"", "\"outcome\":\"reject\"");

    assertThat(verify(text))
        .isEqualTo(
            new Verdict.Changed(
                "line 6, entry 3 (2026-03-01T22:58:30Z, tablet-1)",
                "its hash does not fit what it says and the entry before it"));
  }

  @Test
  void anEntryWithAHashThatFitsItNoLongerFitsTheNext() {
    String[] lines = JsonReport.text(SAMPLE).split("\n");
    String changed = HashChain.of(SAMPLE).get(3).text().replace("approve", "reject");
    String hash = HashChain.next(HashChain.of(SAMPLE).get(2).hash(), changed);
    lines[5] = "{\"hash\":\"" + hash + "\",\"entry\":" + changed + "},";

    assertThat(verify(String.join("\n", lines) + "\n"))
        .isInstanceOfSatisfying(
            Verdict.Changed.class, found -> assertThat(found.where()).contains("entry 4 ("));
  }

  @Test
  void aRemovedEntryIsFound() {
    String text = JsonReport.text(SAMPLE).replaceFirst("\n\\{\"hash\":[^\n]*\"WARNING\"[^\n]*", "");

    assertThat(verify(text))
        .isInstanceOfSatisfying(
            Verdict.Changed.class, found -> assertThat(found.where()).contains("entry 6 ("));
  }

  @Test
  void aPageThatShowsSomethingElseThanItsDataIsFoundByLineAndColumn() {
    String page = HtmlReport.text(SAMPLE);
    int place = page.indexOf("<td data-label=\"State\">UPGRADED") + 23;
    String changed = page.substring(0, place) + "RESTORED" + page.substring(place + 8);
    long line = page.substring(0, place).lines().count();

    assertThat(verify(changed))
        .isInstanceOfSatisfying(
            Verdict.Changed.class,
            found -> {
              assertThat(found.where()).startsWith("line " + line + ", column ");
              assertThat(found.what()).contains("\"RESTORED", "in the place of \"UPGRADED");
            });
  }

  @Test
  void aReportWrittenAnewHasAnotherHead() {
    Chronicle other = Sample.with("something else");

    assertThat(verify(JsonReport.text(other)))
        .isInstanceOfSatisfying(
            Verdict.Intact.class, intact -> assertThat(intact.head()).isNotEqualTo(SAMPLE.head()));
  }

  @Test
  void markdownAndOtherFilesCannotBeVerified() {
    assertThat(verify(MarkdownReport.text(SAMPLE))).isInstanceOf(Verdict.NotVerifiable.class);
    assertThat(verify("")).isInstanceOf(Verdict.NotVerifiable.class);
  }

  private static void flipsAreFound(String text, int distance) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int line = 1;
    for (int i = 0; i < bytes.length; i++) {
      if (i % distance == 0 || bytes[i] == '\n') {
        bytes[i] ^= 1;
        String place = "byte " + i + " in line " + line;
        assertThat(Verification.of(bytes))
            .as(place)
            .isInstanceOfSatisfying(Verdict.Changed.class, in(line, place));
        bytes[i] ^= 1;
      }
      line += bytes[i] == '\n' ? 1 : 0;
    }
  }

  private static java.util.function.Consumer<Verdict.Changed> in(int line, String place) {
    return found -> assertThat(found.where() + ",").as(place).startsWith("line " + line + ",");
  }

  private static Verdict verify(String text) {
    return Verification.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
