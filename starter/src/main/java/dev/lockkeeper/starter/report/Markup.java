package dev.lockkeeper.starter.report;

import org.jspecify.annotations.Nullable;

/** HTML under construction. All text that goes in is escaped; only this class writes tags. */
final class Markup {
  private final StringBuilder html = new StringBuilder();

  /** Markup that this package has written itself. */
  Markup raw(String markup) {
    html.append(markup);
    return this;
  }

  Markup line(String markup) {
    html.append(markup).append('\n');
    return this;
  }

  Markup text(@Nullable Object text) {
    html.append(escape(text == null ? "" : text.toString()));
    return this;
  }

  /** An element with nothing but text in it. */
  Markup element(String tag, String attributes, @Nullable Object text) {
    open(tag, attributes).text(text).raw("</" + tag + ">");
    return this;
  }

  Markup open(String tag, String attributes) {
    return raw("<" + tag + (attributes.isEmpty() ? "" : " " + attributes) + ">");
  }

  /** A cell of a table; on a narrow page the label stands in the place of the table's head. */
  Markup cell(String label, @Nullable Object text) {
    return element("td", "data-label=\"" + escape(label) + "\"", text);
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  @Override
  public String toString() {
    return html.toString();
  }
}
