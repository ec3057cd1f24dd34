package dev.lockkeeper.starter.pom;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Finds the elements of a well-formed file and where they stand. The parsers of the JDK give no
 * reliable offsets, and a pom must keep every character that is not meant.
 */
final class XmlReader {
  private static final String COMMENT = "<!--";
  private static final String LITERAL = "<![CDATA[";

  private final String text;
  private final XmlElement document = new XmlElement("", 0);
  private final Deque<XmlElement> open = new ArrayDeque<>();

  private XmlReader(String text) {
    this.text = text;
    open.push(document);
  }

  /**
   * Reads a file that is known to be well-formed.
   *
   * @return its outermost element
   */
  static XmlElement read(String text) {
    XmlReader reader = new XmlReader(text);
    int at = 0;
    while (at < text.length()) {
      at = reader.next(at);
    }
    return reader.document.children().get(0);
  }

  private int next(int at) {
    if (text.charAt(at) != '<') {
      int end = text.indexOf('<', at);
      return text(at, end < 0 ? text.length() : end);
    }
    if (text.startsWith(COMMENT, at)) {
      return after("-->", at + COMMENT.length());
    }
    if (text.startsWith(LITERAL, at)) {
      int begin = at + LITERAL.length();
      return text(begin, text.indexOf("]]>", begin)) + "]]>".length();
    }
    if (text.startsWith("<?", at)) {
      return after("?>", at);
    }
    if (text.startsWith("<!", at)) {
      return endOfDoctype(at);
    }
    return tag(at);
  }

  private int text(int begin, int end) {
    open.element().add(new Span(begin, text.substring(begin, end)));
    return end;
  }

  private int after(String mark, int from) {
    return text.indexOf(mark, from) + mark.length();
  }

  private int endOfDoctype(int at) {
    int subset = text.indexOf('[', at);
    int end = text.indexOf('>', at);
    return subset >= 0 && subset < end ? after(">", text.indexOf(']', subset)) : end + 1;
  }

  private int tag(int at) {
    int end = endOfTag(at);
    if (text.charAt(at + 1) == '/') {
      open.pop();
      return end;
    }
    XmlElement element = new XmlElement(name(at + 1), at);
    open.element().add(element);
    if (text.charAt(end - 2) != '/') {
      open.push(element);
    }
    return end;
  }

  /** Values of attributes may have any bracket in them. */
  private int endOfTag(int at) {
    char quote = 0;
    for (int i = at; ; i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '>') {
        return i + 1;
      }
    }
  }

  private String name(int begin) {
    int end = begin;
    while (" \t\r\n/>".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    String name = text.substring(begin, end);
    return name.substring(name.indexOf(':') + 1);
  }
}
