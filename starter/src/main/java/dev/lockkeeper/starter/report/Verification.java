package dev.lockkeeper.starter.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks whether a stored report is, byte for byte, what was written. First each link of the chain,
 * because it can say what was changed; then the whole text against what the links give.
 */
public final class Verification {
  private static final Pattern SUMMARY =
      Pattern.compile("\"summary\":\\{\"hash\":\"([0-9a-f]{64})\",\"summary\":(\\{.*\\})\\},");
  private static final Pattern ENTRY =
      Pattern.compile("\\{\"hash\":\"([0-9a-f]{64})\",\"entry\":(\\{.*\\})\\},?");
  private static final Pattern HEAD = Pattern.compile("\"head\":\"([0-9a-f]{64})\"");

  private Verification() {}

  /** Looks at the bytes of a file. */
  public static Verdict of(byte[] file) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer bytes = ByteBuffer.wrap(file);
    CharBuffer text = CharBuffer.allocate(file.length);
    CoderResult result = decoder.decode(bytes, text, true);
    text.flip();
    if (result.isError()) {
      return new Verdict.Changed(place(text.toString(), text.length()), "there is no UTF-8");
    }
    return of(text.toString());
  }

  private static Verdict of(String text) {
    List<String> lines = Arrays.asList(text.split("\n", -1));
    int page = HtmlReport.findData(lines);
    if (page > 0) {
      int end = HtmlReport.findEnd(lines, page);
      return links(lines.subList(page, end), page, text, HtmlReport::text);
    }
    boolean json =
        text.startsWith(JsonReport.FIRST_LINE) || text.contains("\n" + JsonReport.ENTRIES + "\n");
    return json
        ? links(lines, 0, text, JsonReport::text)
        : new Verdict.NotVerifiable(
            "it holds no data of a report; a report that can be verified is written with --format json or --format html");
  }

  private static Verdict links(
      List<String> lines, int offset, String text, Function<Chronicle, String> writer) {
    if (!lines.get(0).equals(JsonReport.FIRST_LINE)) {
      return notALink("line " + (offset + 1) + ", the first line of the data");
    }
    String before = HashChain.ORIGIN;
    Summary summary = null;
    List<Entry> entries = new ArrayList<>();
    String head = null;
    for (int i = 1; i < lines.size() && head == null; i++) {
      String line = lines.get(i);
      String where = "line " + (offset + i + 1);
      Matcher first = SUMMARY.matcher(line);
      Matcher entry = ENTRY.matcher(line);
      Matcher last = HEAD.matcher(line);
      try {
        if (i == 1) {
          where += ", the summary";
          if (!first.matches()) {
            return notALink(where);
          }
          before = HashChain.next(before, first.group(2));
          if (!before.equals(first.group(1))) {
            return new Verdict.Changed(where, "its hash does not fit what it says");
          }
          summary = CanonicalJson.read(first.group(2), Summary.class);
        } else if (i == 2) {
          if (!line.equals(JsonReport.ENTRIES)) {
            return notALink(where);
          }
        } else if (last.matches()) {
          head = last.group(1);
          if (!head.equals(before)) {
            return new Verdict.Changed(
                where + ", the head",
                "it is not the hash of the last entry, number " + entries.size());
          }
        } else if (entry.matches()) {
          where += ", " + name(entries.size() + 1, entry.group(2));
          before = HashChain.next(before, entry.group(2));
          if (!before.equals(entry.group(1))) {
            return new Verdict.Changed(
                where, "its hash does not fit what it says and the entry before it");
          }
          entries.add(CanonicalJson.read(entry.group(2), Entry.class));
        } else if (!line.equals("],")) {
          return notALink(where + ", entry " + (entries.size() + 1));
        }
      } catch (JsonProcessingException | IllegalArgumentException e) {
        return new Verdict.Changed(where, "it cannot be read: " + firstLine(e));
      }
    }
    if (summary == null || head == null) {
      return new Verdict.Changed(
          "line " + (offset + lines.size()), "the report ends before its head");
    }
    return whole(new Chronicle(summary, entries), head, text, writer);
  }

  private static Verdict whole(
      Chronicle chronicle, String head, String text, Function<Chronicle, String> writer) {
    String written;
    try {
      written = writer.apply(chronicle);
    } catch (RuntimeException e) {
      return new Verdict.Changed(
          "the summary", "no page can be written from it: " + e.getMessage());
    }
    if (written.equals(text)) {
      return new Verdict.Intact(chronicle.entries().size(), head, chronicle.summary());
    }
    int same = Arrays.mismatch(written.toCharArray(), text.toCharArray());
    return new Verdict.Changed(
        place(text, same),
        "the data fit their hashes, but here the text is not what they give: "
            + excerpt(text, same)
            + " in the place of "
            + excerpt(written, same)
            + "; written by release "
            + chronicle.summary().release()
            + ", and only the same release writes the same text");
  }

  private static Verdict notALink(String where) {
    return new Verdict.Changed(where, "it has not the form of a line of a report");
  }

  private static String name(int number, String text) {
    try {
      JsonNode entry = CanonicalJson.read(text, JsonNode.class);
      return "entry "
          + number
          + " ("
          + entry.path("at").asText()
          + ", "
          + entry.path("title").asText()
          + ")";
    } catch (JsonProcessingException e) {
      return "entry " + number;
    }
  }

  private static String place(String text, int index) {
    String before = text.substring(0, Math.min(index, text.length()));
    long line = before.chars().filter(character -> character == '\n').count() + 1;
    return "line " + line + ", column " + (before.length() - before.lastIndexOf('\n'));
  }

  private static String excerpt(String text, int index) {
    if (index >= text.length()) {
      return "its end";
    }
    String part = text.substring(index, Math.min(index + 24, text.length()));
    return "\"" + part.lines().findFirst().orElse("") + "\"";
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
