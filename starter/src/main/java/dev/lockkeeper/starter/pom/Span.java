package dev.lockkeeper.starter.pom;

/**
 * A piece of a file.
 *
 * @param begin offset of its first character
 * @param text what it says
 */
record Span(int begin, String text) {
  int end() {
    return begin + text.length();
  }

  /** The same without white space around it. */
  Span stripped() {
    String left = text.stripLeading();
    return new Span(begin + text.length() - left.length(), left.stripTrailing());
  }
}
