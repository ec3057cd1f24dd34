package dev.lockkeeper.starter.report;

import java.util.List;

/**
 * A chronicle as JSON: one document, of which each link of the chain has a line of its own, so that
 * the chain can be followed with the tools of any system.
 */
public final class JsonReport {
  static final String FIRST_LINE = "{\"format\":\"lockkeeper-report/1\",";
  static final String SUMMARY = "\"summary\":";
  static final String ENTRIES = "\"entries\":[";
  static final String LAST_LINE = "}";

  private JsonReport() {}

  /** The text of the file. */
  public static String text(Chronicle chronicle) {
    List<HashChain.Link> links = HashChain.of(chronicle);
    StringBuilder text = new StringBuilder();
    text.append(FIRST_LINE).append('\n');
    text.append(SUMMARY).append(line(links.get(0), "summary")).append(",\n");
    text.append(ENTRIES).append('\n');
    for (int i = 1; i < links.size(); i++) {
      text.append(line(links.get(i), "entry")).append(i < links.size() - 1 ? ",\n" : "\n");
    }
    text.append("],\n\"head\":\"").append(links.get(links.size() - 1).hash()).append("\"\n");
    return text.append(LAST_LINE).append('\n').toString();
  }

  private static String line(HashChain.Link link, String name) {
    return "{\"hash\":\"" + link.hash() + "\",\"" + name + "\":" + link.text() + "}";
  }
}
